//! Links, monitors and exits, as Erlang has them.

mod common;

use avm_term::{PortId, Value};
use common::{Mirror, answer, open, term};
use vm_host::Vm;

/// Something that ends a port.
type End = fn(&mut Vm, PortId);

/// Reason and reference of the `DOWN` messages of the main process.
fn downs(vm: &mut Vm) -> Vec<(String, Value)> {
    let main = vm.main();
    let fields = |message: &Value| match message.as_tuple() {
        Some([tag, reference, kind, _, reason]) => {
            assert_eq!((tag, kind), (&term("'DOWN'"), &term("port")));
            (reason.to_string(), reference.clone())
        }
        _ => panic!("{message}"),
    };
    vm.mailbox(main).iter().map(fields).collect()
}

#[test]
fn a_monitor_tells_the_reason() {
    let ends: [(End, &str); 4] = [
        (|vm, port| assert_eq!(vm.close(port), term("ok")), "normal"),
        (|vm, port| vm.exit_port(port, "{bad, 1}"), "{bad,1}"),
        (|vm, port| drop(vm.call(port, "panic")), "panic"),
        (|vm, port| vm.exit_port(port, "kill"), "killed"),
    ];
    for (end, reason) in ends {
        let (mut vm, port) = open();
        let main = vm.main();
        let references = [vm.monitor(main, port), vm.monitor(main, port)];
        assert_ne!(references[0], references[1]);
        assert_eq!(downs(&mut vm), [], "not yet");
        end(&mut vm, port);
        let expected = references.map(|reference| (reason.to_owned(), reference));
        assert_eq!(downs(&mut vm), expected, "one for each monitor");
    }
}

#[test]
fn a_monitor_of_what_is_gone_says_so_at_once() {
    let (mut vm, port) = open();
    let main = vm.main();
    vm.close(port);
    let reference = vm.monitor(main, port);
    assert_eq!(downs(&mut vm), [("noproc".into(), reference)]);
}

#[test]
fn an_owner_takes_its_ports_along() {
    let mut vm = Vm::new();
    let (main, owner) = (vm.main(), vm.spawn());
    let ports = [0; 3].map(|_| vm.open_by::<Mirror>(owner, "[]").expect("opens"));
    let own = vm.open::<Mirror>("[]").expect("opens");
    for port in ports {
        vm.monitor(main, port);
    }
    vm.exit(owner, "normal");
    assert_eq!(downs(&mut vm).len(), 3);
    assert!(ports.iter().all(|port| !vm.is_open(*port)));
    assert!(vm.is_open(own));
}

#[test]
fn a_link_passes_crashes_on_both_ways() {
    let (mut vm, port) = open();
    let linked = vm.spawn();
    vm.link(linked, port);
    vm.exit(linked, "crash");
    assert!(!vm.is_open(port));

    let (mut vm, port) = open();
    let linked = vm.spawn();
    let bystander = vm.spawn();
    vm.link(linked, port);
    vm.exit_port(port, "crash");
    assert!(!linked.is_alive());
    assert!(bystander.is_alive());
}

#[test]
fn a_link_lets_normal_ends_pass() {
    let (mut vm, port) = open();
    let linked = vm.spawn();
    vm.link(linked, port);
    assert_eq!(vm.close(port), term("ok"));
    assert!(linked.is_alive());

    let (mut vm, port) = open();
    let linked = vm.spawn();
    vm.link(linked, port);
    vm.exit(linked, "normal");
    assert!(vm.is_open(port));
}

#[test]
fn crashes_run_along_chains_of_links() {
    let mut vm = Vm::new();
    let processes = [0; 4].map(|_| vm.spawn());
    let ports = processes.map(|owner| vm.open_by::<Mirror>(owner, "[]").expect("opens"));
    // Each port is linked to the next process, and the last to the first: a ring ends, too.
    for (place, port) in ports.iter().enumerate() {
        vm.link(processes[(place + 1) % 4], *port);
    }
    vm.exit_port(ports[1], "crash");
    assert!(processes.iter().all(|process| !process.is_alive()));
    assert!(ports.iter().all(|port| !vm.is_open(*port)));
    assert!(vm.main().is_alive());
}

#[test]
fn the_dead_stay_dead() {
    let (mut vm, port) = open();
    let dead = vm.spawn();
    vm.exit(dead, "crash");
    vm.exit(dead, "crash");
    vm.link(dead, port);
    vm.monitor(dead, port);
    assert_eq!(vm.mailbox(dead), []);
    vm.exit_port(port, "crash");
    vm.exit_port(port, "crash");
    assert_eq!(answer(&mut vm, port, "who"), "{error,closed}");
    assert_ne!(vm.spawn(), dead, "no number is given out twice");
}

#[test]
fn a_table_for_all_is_empty_again_when_all_are_gone() {
    // More ports than can be open at once, one after the other.
    for _ in 0..3 {
        let mut vm = Vm::new();
        let ports: Vec<_> = (0..100).map(|_| vm.open::<Mirror>("[]")).collect();
        assert!(ports.iter().all(Result::is_ok));
    }
}
