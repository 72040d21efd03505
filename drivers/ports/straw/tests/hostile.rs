//! A peer that writes what it likes: nothing is delivered, all is counted.

mod common;

use avm_term::OwnedEnv;
use common::{Node, count, raw, term, until};
use vm_host::Vm;

/// A pid, a port, a reference, of a node whose name exists.
const PID: &[u8] = b"Xw\x05shell\0\0\0\x01\0\0\0\0\0\0\0\x01";
const PORT: &[u8] = b"xw\x05shell\0\0\0\0\0\0\0\x07\0\0\0\x01";
const REFERENCE: &[u8] = b"Z\0\x01w\x05shell\0\0\0\x01\0\0\0\x07";
/// `fun shell:shell/1`, and the beginning of a function with an environment.
const EXPORT: &[u8] = b"qw\x05shellw\x05shella\x01";
const FUNCTION: &[u8] = b"p\0\0\0\x20\x01";
/// A compressed term, an integer of 72 bits, 3 bits.
const COMPRESSED: &[u8] = b"P\0\0\0\x02\x78\x9c";
const BIG: &[u8] = b"n\x09\0\x01\x02\x03\x04\x05\x06\x07\x08\x09";
const BITS: &[u8] = b"M\0\0\0\x01\x03\xe0";

/// `[[[...]]]`, so deep.
fn deep(depth: usize) -> Vec<u8> {
    let mut bytes = b"l\0\0\0\x01".repeat(depth);
    bytes.extend(b"a\x01");
    bytes.extend(b"j".repeat(depth));
    bytes
}

/// An atom of so many characters of 4 bytes.
fn huge(characters: usize) -> Vec<u8> {
    let text = "😀".repeat(characters);
    let mut bytes = b"v".to_vec();
    bytes.extend((text.len() as u16).to_be_bytes());
    bytes.extend(text.as_bytes());
    bytes
}

/// What is sent, and what it is counted as. Conformance test T12.
fn cases() -> Vec<(Vec<u8>, &'static str)> {
    let to = |message: &[u8]| raw::to("shell", message);
    let strange = |text: &str| {
        let mut bytes = vec![119, text.len() as u8];
        bytes.extend(text.as_bytes());
        bytes
    };
    vec![
        (raw::to("nobody", b"a\x01"), "unknown_name"),
        (raw::to("init", b"h\x02w\x04stopw\x04stop"), "unknown_name"),
        (raw::to("$straw", b"a\x01"), "unknown_name"),
        (raw::to("", b"a\x01"), "unknown_name"),
        (raw::envelope(&huge(255), b"a\x01"), "unknown_name"),
        (raw::envelope(PID, b"a\x01"), "not_a_name"),
        (raw::envelope(b"m\0\0\0\x05shell", b"a\x01"), "not_a_name"),
        (raw::envelope(&huge(256), b"a\x01"), "atom"),
        (to(&huge(256)), "atom"),
        (to(&huge(255)), "atom"),
        (to(&strange("nobody has this atom")), "atom"),
        (to(b"h\x02a\x01w\x07new one"), "atom"),
        (to(PID), "message"),
        (to(PORT), "message"),
        (to(REFERENCE), "message"),
        (to(EXPORT), "message"),
        (to(FUNCTION), "message"),
        (to(COMPRESSED), "message"),
        (to(BIG), "message"),
        (to(BITS), "message"),
        (to(b"t\0\0\0\x02a\x01a\x01a\x01a\x02"), "message"),
        (to(b"h\x05a\x01"), "message"),
        (to(b"a\x01a\x02"), "message"),
        (to(b""), "message"),
        (to(&deep(65)), "limit"),
        (raw::frame(b""), "no_envelope"),
        (raw::frame(b"\x83"), "no_envelope"),
        (raw::frame(b"{\"addr\":\"shell\",\"msg\":1}"), "no_envelope"),
        (raw::frame(b"\x83a\x01"), "no_envelope"),
    ]
}

#[test]
fn t12_what_is_not_for_a_name_or_not_safe_is_counted() {
    let mut vm = Vm::new();
    let mut node = Node::new(&mut vm, "t12");
    let shell = vm.spawn();
    assert_eq!(node.export(&mut vm, "shell", shell), "ok");
    let (mut pore, end) = raw::open(&mut vm, &mut node);
    // The greeting was the first.
    for (nth, (frame, reason)) in (2..).zip(cases()) {
        let name = format!("rejected.{reason}");
        let before = count(&mut vm, node.owner, &end, &name);
        raw::write(&mut pore, &frame);
        until(&mut vm, node.owner, &end, "frames", nth);
        let after = count(&mut vm, node.owner, &end, &name);
        assert_eq!(after, before + 1, "{reason}: {frame:?}");
        assert_eq!(vm.mailbox(shell), [], "{reason}: {frame:?}");
    }
    let heap = OwnedEnv::new().expect("memory");
    for text in ["nobody has this atom", "new one", "😀"] {
        assert!(heap.env().existing_atom(text).is_none(), "{text}");
    }
    // The straw goes on.
    raw::write(&mut pore, &raw::to("shell", &deep(64)));
    until(&mut vm, node.owner, &end, "delivered", 1);
    assert_eq!(vm.mailbox(shell).len(), 1);
}

#[test]
fn t12_a_frame_that_is_too_long_ends_the_straw() {
    let mut vm = Vm::new();
    let mut node = Node::with(&mut vm, "long", ", max_frame => 100");
    let (owner, listener) = (node.owner, node.listener);
    assert_eq!(node.export(&mut vm, "shell", owner), "ok");
    let (mut pore, end) = raw::open(&mut vm, &mut node);
    raw::write(&mut pore, &raw::to("shell", b"a\x01"));
    node.hear(&mut vm, "1");
    // One byte more than was agreed, of which none needs to come.
    raw::write(&mut pore, &101_u32.to_be_bytes());
    let closed = node.news(&mut vm, end.port, "closed");
    assert_eq!(closed[1], term("{protocol,frame_too_long}"));
    assert!(!vm.is_open(end.port));
    assert!(vm.is_open(listener), "no other is concerned");
}

#[test]
fn a_list_of_atoms_is_all_that_may_come() {
    let mut vm = Vm::new();
    let mut node = Node::with(&mut vm, "listed", ", atoms => [yes, no]");
    let owner = node.owner;
    assert_eq!(node.export(&mut vm, "shell", owner), "ok");
    let (mut pore, end) = raw::open(&mut vm, &mut node);
    for text in ["yes", "shell", "no"] {
        let mut message = vec![119, text.len() as u8];
        message.extend(text.as_bytes());
        raw::write(&mut pore, &raw::to("shell", &message));
    }
    node.hear(&mut vm, "yes");
    node.hear(&mut vm, "no");
    assert_eq!(count(&mut vm, owner, &end, "rejected.atom"), 1);
}

#[test]
fn a_peer_makes_as_many_atoms_as_it_may() {
    let mut vm = Vm::new();
    let mut node = Node::with(&mut vm, "quota", ", new_atoms => 2");
    let owner = node.owner;
    assert_eq!(node.export(&mut vm, "shell", owner), "ok");
    let (mut pore, end) = raw::open(&mut vm, &mut node);
    for text in ["quota_1", "quota_2", "quota_1", "quota_3"] {
        let mut message = vec![119, text.len() as u8];
        message.extend(text.as_bytes());
        raw::write(&mut pore, &raw::to("shell", &message));
    }
    for text in ["quota_1", "quota_2", "quota_1"] {
        node.hear(&mut vm, text);
    }
    until(&mut vm, owner, &end, "rejected.atom", 1);
    assert_eq!(count(&mut vm, owner, &end, "new_atoms"), 0);
    let heap = OwnedEnv::new().expect("memory");
    assert!(heap.env().existing_atom("quota_3").is_none());
}

#[test]
fn what_a_peer_may_say_first() {
    let wrong: [&[u8]; 5] = [
        b"h\x02w\x05hellom\0\0\0\0",
        b"h\x02w\x05hellom\0\0\0\x03a/b",
        b"h\x02w\x07welcomem\0\0\0\x03raw",
        b"h\x02w\x05hellow\x03raw",
        b"w\x05hello",
    ];
    for first in wrong {
        let mut vm = Vm::new();
        let mut node = Node::new(&mut vm, "first");
        let (mut pore, port) = raw::arrive(&mut vm, &mut node, raw::settings());
        raw::write(&mut pore, &raw::to("$straw", first));
        let closed = node.news(&mut vm, port, "closed");
        assert_eq!(closed[1], term("{protocol,greeting}"), "{first:?}");
    }
}
