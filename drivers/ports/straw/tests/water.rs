//! Back-pressure: a receiver that is stuck, and one that is slow.

mod common;

use common::{Node, count, events, raw, send};
use vm_host::Vm;

/// Little room everywhere.
const NARROW: &str = ", order => 8, high => 2000, low => 500";

#[test]
fn a_stuck_receiver_makes_its_sender_wait() {
    let mut vm = Vm::new();
    let mut node = Node::with(&mut vm, "narrow", NARROW);
    let owner = node.owner;
    let (mut pore, end) = raw::open(&mut vm, &mut node);
    let mut sent = 0;
    let busy = loop {
        match send(&mut vm, &end, "shell", &format!("{{number,{sent}}}")).as_str() {
            "ok" => sent += 1,
            other => break other.to_owned(),
        }
        assert!(sent < 1000, "without end");
    };
    assert_eq!(busy, "{error,busy}");
    let waits = vm.start_call(owner, end.port, "room");
    vm.run();
    let queued = count(&mut vm, owner, &end, "queued");
    assert!((1700..2000).contains(&queued), "{queued}");

    // Whoever waits is let go when few are left, and not before.
    let mut came = Vec::new();
    loop {
        match send(&mut vm, &end, "shell", "more").as_str() {
            "ok" => break,
            other => assert_eq!(other, "{error,busy}"),
        }
        came.extend(raw::read(&mut vm, &mut pore, 64));
    }
    let one = raw::to("shell", b"w\x04more").len() as i128;
    let queued = count(&mut vm, owner, &end, "queued");
    assert!(queued <= 500 + one, "{queued}");
    assert_eq!(vm.answer(waits).to_string(), "ok");
    while !came.ends_with(b"w\x04more") {
        came.extend(raw::read(&mut vm, &mut pore, 64));
    }
    // None is lost, and none comes twice.
    let numbers = came.windows(8).filter(|bytes| *bytes == b"w\x06number");
    assert_eq!(numbers.count(), sent);
}

#[test]
fn who_waits_hears_of_the_end() {
    let mut vm = Vm::new();
    let mut node = Node::with(&mut vm, "narrow", NARROW);
    let owner = node.owner;
    let (pore, end) = raw::open(&mut vm, &mut node);
    let is_busy = |_| send(&mut vm, &end, "shell", "{some,message}") == "{error,busy}";
    assert!((0..1000).any(is_busy));
    let waits = vm.start_call(owner, end.port, "room");
    vm.run();
    drop(pore);
    node.news(&mut vm, end.port, "closed");
    assert_eq!(vm.answer(waits).to_string(), "{error,closed}");
}

#[test]
fn what_is_too_long_or_cannot_be_sent_is_told() {
    let mut vm = Vm::new();
    let mut node = Node::with(&mut vm, "short", ", max_frame => 400");
    let (_pore, end) = raw::open(&mut vm, &mut node);
    let long = format!("\"{}\"", "x".repeat(400));
    assert_eq!(send(&mut vm, &end, "shell", &long), "{error,too_long}");
    let pid = vm.pid_value(node.owner).to_string();
    for bad in [
        pid.as_str(),
        "{a,[18446744073709551616]}",
        "#{1 => -9223372036854775809}",
    ] {
        assert_eq!(
            send(&mut vm, &end, "shell", bad),
            "{error,bad_message}",
            "{bad}"
        );
    }
    for name in ["1", "<<>>", "[shell]"] {
        assert_eq!(send(&mut vm, &end, name, "ok"), "{error,bad_name}");
    }
    let deep = format!("{}1{}", "[".repeat(65), "]".repeat(65));
    assert_eq!(send(&mut vm, &end, "shell", &deep), "{error,bad_message}");
    assert_eq!(count(&mut vm, node.owner, &end, "queued"), 0);
}

/// A turn ends when its budget is used up, and another one follows by itself.
#[test]
fn a_long_backlog_is_read_in_turns() {
    let mut vm = Vm::new();
    let mut node = Node::with(&mut vm, "turns", ", budget => 64");
    let owner = node.owner;
    assert_eq!(node.export(&mut vm, "shell", owner), "ok");
    let (mut pore, end) = raw::open(&mut vm, &mut node);
    let before = events(&mut vm, owner, &end);
    for _ in 0..100 {
        raw::write(&mut pore, &raw::to("shell", b"m\0\0\0\x04text"));
    }
    for _ in 0..100 {
        node.hear(&mut vm, "<<\"text\">>");
    }
    // A frame has 33 bytes.
    let turns = events(&mut vm, owner, &end) - before;
    assert!(turns >= 100 * 33 / 64, "{turns}");
}
