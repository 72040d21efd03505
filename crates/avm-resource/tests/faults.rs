//! Every allocation fails once, every operation panics once: no leak.

mod common;
mod probe;

use avm_resource::{MonitorError, NoMemory, ResourceArc};
use avm_term::Pid;
use common::Bench;
use probe::{OnDown, Other, Value, log};
use vm_host::{Fault, Trial, Vm, sweep};

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

/// A VM with the probe, another process, and the answers that differ.
struct Run {
    bench: Bench,
    process: Pid,
    deviations: Vec<(&'static str, String)>,
}

impl Run {
    fn new() -> Self {
        let mut bench = Bench::new();
        let (process, _) = bench.spawn();
        Self {
            bench,
            process,
            deviations: Vec::new(),
        }
    }

    fn shows_one_of(&self, allowed: &[&str]) {
        let (_, first) = self.deviations.first().expect("it shows");
        assert!(allowed.contains(&first.as_str()), "{first}");
    }
}

impl Trial for Run {
    fn vm(&mut self) -> &mut Vm {
        &mut self.bench.vm
    }

    fn play(&mut self) {
        let mut resource = String::from("none");
        for (request, expected) in SCRIPT {
            let answer = self.bench.ask(&fill(request, &resource));
            if expected.contains('#') && answer.starts_with("{ok,#Ref") {
                resource = answer["{ok,".len()..answer.len() - 1].to_owned();
            } else if answer != expected {
                self.deviations.push((request, answer));
            }
        }
    }

    fn unharmed(&mut self) {
        assert_eq!(self.deviations, [], "without a fault all is as written");
    }

    fn close(&mut self) {
        let Bench { vm, port, log, .. } = &mut self.bench;
        vm.exit(self.process, "normal");
        let main = vm.main();
        vm.mailbox(main);
        vm.collect(main);
        let _ = vm.close(*port);
        assert_eq!(vm.resources_alive(), 0);
        for counts in vm.resources() {
            assert_eq!(counts.created, counts.dropped, "{counts:?}");
        }
        let mut dropped = log.dropped();
        dropped.sort_unstable();
        dropped.dedup();
        assert_eq!(dropped.len(), log.dropped().len(), "none twice");
    }
}

/// Options begin with `#{`; a lone `#` is the resource.
fn fill(text: &str, resource: &str) -> String {
    text.replace("#{", "%{")
        .replace('#', resource)
        .replace("%{", "#{")
}

#[test]
fn every_allocation_fails_once() {
    let allowed = [
        "{error,out_of_memory}",
        // What was not sent, and what was not made, shows in the next answer.
        "false",
        "{error,timeout}",
    ];
    let points = sweep(
        "Allocation",
        Run::new,
        |_| Fault::Allocation,
        |run| {
            run.shows_one_of(&allowed);
        },
    );
    assert!(points >= 20, "{points}");
}

#[test]
fn every_operation_panics_once() {
    let points = sweep(
        "Panic",
        Run::new,
        |_| Fault::Panic,
        |run| {
            run.shows_one_of(&["{error,panic}", "{error,closed}"]);
        },
    );
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
