//! `Drop` runs exactly once, whatever ends the port.

mod common;

use avm_term::{Pid, PortId};
use common::{Probe, hardware, open};
use vm_host::Vm;

/// Opens a port of a process of its own, ends it as `end` says, and looks at the hardware while
/// the VM still runs, and after.
fn dropped_once_by(what: &str, end: impl FnOnce(&mut Vm, Pid, PortId)) {
    hardware::reset();
    let mut vm = Vm::new();
    let owner = vm.spawn();
    let port = vm.open_by::<Probe>(owner, "#{level => 1}").expect("opens");
    assert_eq!(hardware::counts(), (1, 0), "{what}");
    end(&mut vm, owner, port);
    vm.run();
    assert_eq!(hardware::counts(), (1, 1), "{what}");
    assert!(!vm.is_open(port), "{what}");
    assert_eq!(vm.port_value(port), None, "{what}");
    assert_eq!(vm.call(port, "get").to_string(), "{error,closed}", "{what}");
    assert_eq!(vm.open_heaps(), 0, "{what}");
    drop(vm);
    assert_eq!(hardware::counts(), (1, 1), "{what}, and the VM after it");
}

#[test]
fn closed_by_anyone() {
    dropped_once_by("close", |vm, _, port| {
        assert_eq!(vm.close(port).to_string(), "ok");
    });
    dropped_once_by("close twice", |vm, _, port| {
        assert_eq!(vm.close(port).to_string(), "ok");
        assert_eq!(vm.close(port).to_string(), "{error,closed}");
    });
}

#[test]
fn ended_with_its_owner() {
    for reason in ["normal", "crash", "shutdown", "{badmatch,1}", "killed"] {
        dropped_once_by(reason, |vm, owner, _| vm.exit(owner, reason));
    }
}

#[test]
fn ended_by_a_signal() {
    for reason in ["shutdown", "kill", "{any,term}"] {
        dropped_once_by(reason, |vm, _, port| vm.exit_port(port, reason));
    }
}

#[test]
fn ended_by_a_link() {
    dropped_once_by("link", |vm, _, port| {
        let linked = vm.spawn();
        vm.link(linked, port);
        vm.exit(linked, "crash");
    });
}

#[test]
fn ended_by_itself() {
    for request in [
        "terminate",
        "terminate_unanswered",
        "panic",
        "panic_in_drop",
    ] {
        dropped_once_by(request, |vm, _, port| {
            vm.call(port, request);
            vm.close(port);
        });
    }
    for duty in ["terminate", "panic"] {
        dropped_once_by(duty, |vm, _, port| {
            vm.call(port, &format!("{{ring, {duty}}}"));
        });
    }
}

#[test]
fn ended_while_messages_wait() {
    dropped_once_by("kill with a full mailbox", |vm, owner, port| {
        for _ in 0..10 {
            vm.start_call(owner, port, "defer");
            vm.send(port, "nonsense");
        }
        vm.exit_port(port, "kill");
    });
}

#[test]
fn ended_with_the_vm() {
    let (vm, _) = open();
    assert_eq!(hardware::counts(), (1, 0));
    drop(vm);
    assert_eq!(hardware::counts(), (1, 1));
}

#[test]
fn not_ended_by_what_is_none_of_its_business() {
    let (mut vm, port) = open();
    let (other, linked) = (vm.spawn(), vm.spawn());
    vm.link(linked, port);
    vm.exit(other, "crash");
    vm.exit(linked, "normal");
    vm.exit_port(port, "normal");
    assert_eq!(common::answer(&mut vm, port, "get"), "7");
    assert_eq!(hardware::counts(), (1, 0));
}

#[test]
fn ten_thousand_rounds_leave_nothing() {
    hardware::reset();
    let mut vm = Vm::new();
    for round in 1..=10_000 {
        let port = vm.open::<Probe>("#{level => 1}").expect("opens");
        assert_eq!(vm.call(port, "get").to_string(), "1");
        assert_eq!(vm.close(port).to_string(), "ok");
        assert_eq!(hardware::counts(), (round, round));
    }
    assert_eq!(vm.open_heaps(), 0);
}
