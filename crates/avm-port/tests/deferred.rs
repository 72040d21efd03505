//! Replies that come later, or not at all.

mod common;

use common::{answer, hardware, open};

#[test]
fn later_calls_and_events_answer() {
    let (mut vm, port) = open();
    let asker = vm.spawn();
    let asked = vm.start_call(asker, port, "defer");
    assert_eq!(vm.answer(asked).to_string(), "{error,timeout}", "not yet");
    assert_eq!(vm.open_heaps(), 1, "what is owed is kept");
    assert_eq!(answer(&mut vm, port, "{answer, {late, [1]}}"), "ok");
    assert_eq!(vm.answer(asked).to_string(), "{late,[1]}");
    assert_eq!(vm.open_heaps(), 0);

    let asked = vm.start_call(asker, port, "defer");
    assert_eq!(answer(&mut vm, port, "{ring, answer}"), "ok");
    assert_eq!(vm.answer(asked).to_string(), "7");
    assert_eq!(vm.mailbox(asker), [], "each answer came once");
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn two_owed_are_answered_each_for_itself() {
    let (mut vm, port) = open();
    let (one, other) = (vm.spawn(), vm.spawn());
    let first = vm.start_call(one, port, "defer");
    let second = vm.start_call(other, port, "defer");
    vm.run();
    assert_eq!(vm.open_heaps(), 2);
    vm.call(port, "{answer, a}");
    assert_eq!(vm.answer(second).to_string(), "{error,timeout}");
    vm.call(port, "{answer, b}");
    assert_eq!(vm.answer(first).to_string(), "a");
    assert_eq!(vm.answer(second).to_string(), "b");
}

#[test]
fn forgotten_replies_answer_no_reply() {
    for how in ["forget", "{ring, forget}"] {
        let (mut vm, port) = open();
        let asker = vm.spawn();
        let asked = vm.start_call(asker, port, "defer");
        assert_eq!(answer(&mut vm, port, how), "ok");
        assert_eq!(vm.answer(asked).to_string(), "{error,no_reply}");
        assert_eq!(vm.open_heaps(), 0);
    }
}

#[test]
fn a_close_answers_what_is_owed_before_the_port_is_gone() {
    for how in ["'$close'", "terminate", "{ring, terminate}", "panic"] {
        let (mut vm, port) = open();
        let askers = [vm.spawn(), vm.spawn()];
        let owed = askers.map(|asker| vm.start_call(asker, port, "defer"));
        vm.call(port, how);
        let answers = owed.map(|asked| vm.answer(asked).to_string());
        assert_eq!(answers, ["{error,no_reply}"; 2], "{how}");
        assert_eq!((vm.is_open(port), vm.open_heaps()), (false, 0), "{how}");
        assert_eq!(hardware::counts(), (1, 1), "{how}");
    }
}

#[test]
fn a_killed_port_owes_nothing() {
    let (mut vm, port) = open();
    let asker = vm.spawn();
    let asked = vm.start_call(asker, port, "defer");
    vm.run();
    vm.exit_port(port, "kill");
    assert_eq!(vm.answer(asked).to_string(), "{error,closed}");
    assert_eq!(vm.mailbox(asker), [], "no message out of a destructor");
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn an_owner_that_died_leaves_no_caller_waiting() {
    let (mut vm, _) = open();
    let (owner, asker) = (vm.spawn(), vm.spawn());
    let port = vm
        .open_by::<common::Probe>(owner, "#{level => 1}")
        .expect("opens");
    let asked = vm.start_call(asker, port, "defer");
    vm.run();
    vm.exit(owner, "normal");
    assert_eq!(vm.answer(asked).to_string(), "{error,closed}");
    assert_eq!(vm.open_heaps(), 0);
    assert_eq!(hardware::counts(), (2, 1));
}

#[test]
fn a_caller_that_died_is_answered_in_vain() {
    let (mut vm, port) = open();
    let asker = vm.spawn();
    let asked = vm.start_call(asker, port, "defer");
    vm.run();
    vm.exit(asker, "crash");
    assert_eq!(answer(&mut vm, port, "{answer, a}"), "ok");
    assert_eq!(vm.answer(asked).to_string(), "{error,noproc}");
    assert_eq!(vm.open_heaps(), 0);
    assert_eq!(answer(&mut vm, port, "get"), "7");
}
