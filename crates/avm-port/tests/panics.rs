//! Panics: they end the port that had them, and nothing else.

mod common;

use avm_term::PortId;
use common::{Probe, answer, hardware, open, refused, term};
use vm_host::Vm;

/// The reason of the `DOWN` message that is alone in the mailbox of the main process.
fn down_reason(vm: &mut Vm) -> String {
    let main = vm.main();
    let messages = vm.mailbox(main);
    assert_eq!(messages.len(), 1, "{messages:?}");
    let fields = messages[0].as_tuple().expect("a tuple");
    assert_eq!(fields[0], term("'DOWN'"));
    fields[4].to_string()
}

#[test]
fn in_open() {
    for (duty, counts) in [("panic_before", (0, 0)), ("panic_after", (1, 1))] {
        hardware::reset();
        let mut vm = Vm::new();
        let options = format!("#{{level => 1, duty => {duty}}}");
        assert_eq!(refused::<Probe>(&mut vm, &options), "panic");
        assert_eq!(hardware::counts(), counts);
        assert_eq!(vm.open_heaps(), 0);
        assert!(vm.open::<Probe>("#{level => 1}").is_ok(), "the next opens");
    }
}

#[test]
fn in_call() {
    let (mut vm, port) = open();
    let main = vm.main();
    vm.monitor(main, port);
    assert_eq!(answer(&mut vm, port, "panic"), "{error,panic}");
    assert_eq!(down_reason(&mut vm), "panic");
    assert_eq!(answer(&mut vm, port, "get"), "{error,closed}");
    assert_eq!((vm.is_open(port), vm.open_heaps()), (false, 0));
    assert_eq!(hardware::counts(), (1, 1));
    assert!(vm.open::<Probe>("#{level => 1}").is_ok(), "the next opens");
}

#[test]
fn in_call_after_the_answer() {
    let (mut vm, port) = open();
    let main = vm.main();
    vm.monitor(main, port);
    assert_eq!(answer(&mut vm, port, "panic_after_reply"), "ok");
    assert_eq!(down_reason(&mut vm), "panic");
    assert_eq!(hardware::counts(), (1, 1));
}

#[test]
fn in_event() {
    let (mut vm, port) = open();
    let main = vm.main();
    vm.monitor(main, port);
    assert_eq!(answer(&mut vm, port, "{ring, panic}"), "ok");
    assert_eq!(down_reason(&mut vm), "panic");
    assert_eq!((vm.is_open(port), vm.open_heaps()), (false, 0));
    assert_eq!(hardware::counts(), (1, 1));
}

/// Ends a port whose hardware panics when it is put to rest.
fn ended_by(expected: &str, end: impl FnOnce(&mut Vm, PortId)) {
    let (mut vm, port) = open();
    let main = vm.main();
    assert_eq!(answer(&mut vm, port, "panic_in_drop"), "ok");
    vm.monitor(main, port);
    end(&mut vm, port);
    assert_eq!(down_reason(&mut vm), expected);
    assert_eq!(hardware::counts(), (1, 1));
    assert!(vm.open::<Probe>("#{level => 1}").is_ok(), "the next opens");
}

#[test]
fn in_drop() {
    ended_by("panic", |vm, port| {
        assert_eq!(vm.close(port).to_string(), "{error,panic}");
    });
    ended_by("panic", |vm, port| {
        assert_eq!(answer(vm, port, "terminate"), "ok");
    });
    ended_by("killed", |vm, port| vm.exit_port(port, "killed"));
}

#[test]
fn in_drop_during_a_panic() {
    let (mut vm, port) = open();
    vm.call(port, "panic_in_drop");
    assert_eq!(answer(&mut vm, port, "panic"), "{error,panic}");
    assert_eq!(hardware::counts(), (1, 1));
    assert!(!vm.is_open(port));
}

#[test]
fn ends_who_is_linked() {
    let (mut vm, port) = open();
    let linked = vm.spawn();
    vm.link(linked, port);
    vm.call(port, "panic");
    assert!(!linked.is_alive());
}
