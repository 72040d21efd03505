//! The same script gives the same transcript, whatever else runs meanwhile.

mod common;

use std::fmt::Write;
use std::thread;

use common::{Mirror, answer};
use vm_host::{Fault, Vm};

/// Does something of everything, and writes down what came of it.
fn transcript() -> String {
    let mut vm = Vm::new();
    let (main, other) = (vm.main(), vm.spawn());
    let first = vm.open::<Mirror>("#{}").expect("opens");
    let second = vm.open_by::<Mirror>(other, "[]").expect("opens");
    let mut text = String::new();
    for request in [
        "who",
        "now",
        "{echo, {#{b => 1, a => 2}, [<<1>>, 1.5], <0.1.0>, #Port<0.2>}}",
        "{print, {#Port<0.1>, <0.2.0>}}",
        "{send, #{to => <0.2.0>, message => [hello]}}",
        "{ring, 3}",
        "dance",
    ] {
        for port in [first, second] {
            writeln!(text, "{request}: {}", answer(&mut vm, port, request)).expect("a string");
        }
    }
    let watch = vm.monitor(main, second);
    vm.link(other, first);
    vm.inject(Fault::Allocation, 3);
    for _ in 0..3 {
        writeln!(text, "{}", answer(&mut vm, first, "{echo, [1, 2]}")).expect("a string");
    }
    vm.call(first, "panic");
    for process in [main, other] {
        writeln!(text, "{:?} {watch}", vm.mailbox(process)).expect("a string");
    }
    writeln!(text, "{} allocations", vm.allocations()).expect("a string");
    text
}

#[test]
fn the_same_script_gives_the_same_transcript() {
    let expected = transcript();
    assert!(expected.contains("{error,out_of_memory}"), "{expected}");
    for _ in 0..20 {
        assert_eq!(transcript(), expected);
    }
    let others: Vec<_> = (0..4)
        .map(|_| thread::spawn(|| (0..50).map(|_| transcript()).collect::<Vec<_>>()))
        .collect();
    for other in others {
        for text in other.join().expect("no panic") {
            assert_eq!(text, expected);
        }
    }
}

#[test]
fn ports_are_served_in_the_order_of_their_age() {
    let mut vm = Vm::new();
    let main = vm.main();
    let ports = [0; 5].map(|_| vm.open::<Mirror>("#{}").expect("opens"));
    for port in ports.iter().rev() {
        vm.start_call(main, *port, "{ring, 2}");
    }
    vm.run();
    let rung: Vec<_> = vm
        .mailbox(main)
        .iter()
        .filter_map(|message| {
            let fields = message.as_tuple()?;
            (fields[0] == common::term("event")).then(|| fields[1].clone())
        })
        .collect();
    let expected = ports.map(|port| vm.port_value(port).expect("open"));
    assert_eq!(
        rung, expected,
        "and two rings before a service count as one"
    );
}
