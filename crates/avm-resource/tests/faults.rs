//! Every allocation fails once, every operation panics once: no leak.

mod common;
mod probe;

use std::panic;
use std::sync::Once;

use avm_resource::{MonitorError, NoMemory, ResourceArc};
use common::Bench;
use probe::{OnDown, Other, Value, log};
use vm_host::{Fault, Vm};

/// What is asked, and what is answered where nothing goes wrong; `#` stands for the resource.
const SCRIPT: [(&str, &str); 14] = [
    ("{create, #{value => 1}}", "0"),
    ("{create, #{value => 2}}", "1"),
    ("{term, 0}", "{ok,#}"),
    ("{read, #}", "{ok,1}"),
    ("{hold, #}", "2"),
    ("{hold_option, #{resource => #}}", "3"),
    ("{send, #{holder => 1, to => <0.2.0>}}", "true"),
    ("{pass, #{term => {a, [#]}, to => <0.2.0>}}", "true"),
    ("{monitor, #{holder => 0, process => <0.2.0>}}", "{ok,0}"),
    ("{create_binary, 3}", "0"),
    ("{part, #{holder => 0, from => 1, to => 4}}", "<<\"ell\">>"),
    ("{release, 1}", "true"),
    ("{plain, 4}", "{ok,#}"),
    ("dropped", "[]"),
];

/// Plays the script; returns the answers that differ.
fn play(bench: &mut Bench) -> Vec<(&'static str, String)> {
    let mut resource = String::from("none");
    let mut deviations = Vec::new();
    for (request, expected) in SCRIPT {
        // Options begin with `#{`; a lone `#` is the resource.
        let request_text = fill(request, &resource);
        let answer = bench.ask(&request_text);
        if expected.contains('#') && answer.starts_with("{ok,#Ref") {
            resource = answer["{ok,".len()..answer.len() - 1].to_owned();
        } else if answer != expected {
            deviations.push((request, answer));
        }
    }
    deviations
}

fn fill(text: &str, resource: &str) -> String {
    text.replace("#{", "%{")
        .replace('#', resource)
        .replace("%{", "#{")
}

/// Plays the script with a fault at each step that it has, until there is none left.
fn sweep(fault: Fault, allowed: &[&str]) -> u64 {
    for step in 1.. {
        let mut bench = Bench::new();
        let (process, _) = bench.spawn();
        bench.vm.inject(fault, step);
        let deviations = play(&mut bench);
        let reached = !bench.vm.lift_fault();
        if !reached {
            assert_eq!(deviations, [], "without a fault all is as written");
        } else {
            println!("{fault:?} at {step}: {deviations:?}");
            let (_, first) = deviations.first().expect("it shows");
            assert!(allowed.contains(&first.as_str()), "{first}");
        }
        bench.vm.exit(process, "normal");
        let main = bench.vm.main();
        bench.vm.mailbox(main);
        bench.vm.collect(main);
        let _ = bench.vm.close(bench.port);
        assert_eq!(bench.vm.resources_alive(), 0, "{fault:?} at {step}");
        assert_eq!(bench.vm.open_heaps(), 0, "{fault:?} at {step}");
        for counts in bench.vm.resources() {
            assert_eq!(counts.created, counts.dropped, "{counts:?}");
        }
        let mut dropped = bench.log.dropped();
        dropped.sort_unstable();
        dropped.dedup();
        assert_eq!(dropped.len(), bench.log.dropped().len(), "none twice");
        if !reached {
            println!("{fault:?}: {} points", step - 1);
            return step - 1;
        }
    }
    unreachable!("the script ends")
}

#[test]
fn every_allocation_fails_once() {
    let allowed = [
        "{error,out_of_memory}",
        // What was not sent, and what was not made, shows in the next answer.
        "false",
        "{error,timeout}",
    ];
    let points = sweep(Fault::Allocation, &allowed);
    assert!(points >= 20, "{points}");
}

#[test]
fn every_operation_panics_once() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if info.payload_as_str() != Some("a panic that the test planted") {
                report(info);
            }
        }));
    });
    let points = sweep(Fault::Panic, &["{error,panic}", "{error,closed}"]);
    assert!(points >= 50, "{points}");
}

#[test]
fn a_value_without_memory_comes_back() {
    let mut vm = Vm::new();
    vm.inject(Fault::Allocation, 1);
    let Err(NoMemory(Other(17))) = ResourceArc::new(Other(17)) else {
        panic!("it was made without memory");
    };
    assert!(!vm.lift_fault());
    assert_eq!(vm.resources(), [], "nothing was made");
    let other = ResourceArc::new(Other(18)).expect("memory");
    assert_eq!(vm.resources_alive(), 1);
    drop(other);
    assert_eq!(vm.resources_alive(), 0);
}

#[test]
fn a_monitor_without_memory_is_none() {
    let mut vm = Vm::new();
    let process = vm.spawn();
    let log = log(u64::MAX);
    let value = ResourceArc::try_new(Value {
        number: 5,
        down: OnDown::Note,
        tell: None,
        holder: 0,
        log: log.clone(),
    })
    .expect("memory");
    vm.inject(Fault::Allocation, 1);
    assert_eq!(value.monitor(process), Err(MonitorError::OutOfMemory));
    assert!(!vm.lift_fault());
    vm.exit(process, "normal");
    assert!(log.downs(&[]).is_empty());
    assert_eq!(value.monitor(process), Err(MonitorError::NoProcess));
}
