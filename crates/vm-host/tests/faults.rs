//! Planted faults: once, at the step that was named, and no other.

mod common;

use common::{answer, open};
use vm_host::Fault;

#[test]
fn an_allocation_fails_once() {
    let (mut vm, port) = open();
    vm.inject(Fault::Allocation, 1);
    let failed = answer(&mut vm, port, "{echo, [1]}");
    assert_eq!(failed, "{error,out_of_memory}");
    assert!(!vm.lift_fault(), "it was reached");
    assert_eq!(answer(&mut vm, port, "{echo, [1]}"), "[1]");
}

#[test]
fn steps_are_counted_from_the_planting() {
    let (mut vm, port) = open();
    let before = vm.allocations();
    answer(&mut vm, port, "{echo, [1]}");
    let each = vm.allocations() - before;
    assert!(each > 0);
    vm.inject(Fault::Allocation, 2 * each + 1);
    assert_eq!(answer(&mut vm, port, "{echo, [1]}"), "[1]");
    assert_eq!(answer(&mut vm, port, "{echo, [1]}"), "[1]");
    let failed = answer(&mut vm, port, "{echo, [1]}");
    assert_eq!(failed, "{error,out_of_memory}");
}

#[test]
fn a_step_that_is_never_reached_is_told() {
    let (mut vm, port) = open();
    for fault in [Fault::Allocation, Fault::Panic, Fault::KillPort(port)] {
        vm.inject(fault, 1_000_000);
        assert_eq!(answer(&mut vm, port, "{echo, a}"), "a");
        assert!(vm.lift_fault());
        assert!(!vm.lift_fault(), "there is none any more");
    }
}

#[test]
fn a_kill_lets_the_callback_end() {
    let (mut vm, port) = open();
    let main = vm.main();
    vm.monitor(main, port);
    vm.inject(Fault::KillPort(port), 1);
    assert_eq!(answer(&mut vm, port, "{echo, a}"), "a", "as on a real VM");
    assert!(!vm.is_open(port));
    let down = vm.mailbox(main)[0].to_string();
    assert!(down.ends_with(",killed}"), "{down}");
}

#[test]
fn a_process_that_is_killed_takes_its_ports_along() {
    let (mut vm, port) = open();
    let asker = vm.spawn();
    let asked = vm.start_call(asker, port, "{echo, a}");
    vm.inject(Fault::KillProcess(vm.main()), 1);
    assert_eq!(vm.answer(asked).to_string(), "a");
    assert!(!vm.is_open(port));
    assert!(!vm.main().is_alive());
}

#[test]
fn faults_of_one_vm_are_none_of_the_others() {
    let ((mut one, port), (mut other, another)) = (open(), open());
    one.inject(Fault::Panic, 1);
    assert_eq!(answer(&mut other, another, "{echo, a}"), "a");
    assert!(one.lift_fault());
    one.inject(Fault::Panic, 1);
    assert_eq!(answer(&mut one, port, "{echo, a}"), "{error,closed}");
}
