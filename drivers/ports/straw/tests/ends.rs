//! Peers that end, or say nothing, in every state.

mod common;

use avm_term::PortId;
use common::{Node, connect, raw, send, term};
use vm_host::Vm;

fn closed(vm: &mut Vm, node: &mut Node, port: PortId, reason: &str, undelivered: &str) {
    let closed = node.news(vm, port, "closed");
    assert_eq!(closed[1..], [term(reason), term(undelivered)]);
    vm.run();
    assert!(!vm.is_open(port));
}

#[test]
fn who_has_asked_ends_before_it_says_its_name() {
    let mut vm = Vm::new();
    let mut node = Node::new(&mut vm, "silent");
    let (pore, port) = raw::arrive(&mut vm, &mut node, raw::settings());
    vm.run();
    drop(pore);
    closed(&mut vm, &mut node, port, "peer_closed", "0");
}

#[test]
fn who_has_asked_never_says_its_name() {
    let mut vm = Vm::new();
    let mut node = Node::with(&mut vm, "mute", ", timeout_ms => 100");
    let (_pore, port) = raw::arrive(&mut vm, &mut node, raw::settings());
    closed(&mut vm, &mut node, port, "timeout", "0");
}

#[test]
fn who_has_asked_ends_before_it_is_taken() {
    let mut vm = Vm::new();
    let mut node = Node::new(&mut vm, "early");
    let (mut pore, port) = raw::arrive(&mut vm, &mut node, raw::settings());
    raw::write(&mut pore, &raw::hello());
    node.news(&mut vm, port, "hello");
    drop(pore);
    closed(&mut vm, &mut node, port, "gone", "0");
    let late = vm.call_by(node.owner, port, "welcome").to_string();
    assert_eq!(late, "{error,closed}");
}

#[test]
fn an_arrival_that_nobody_takes_is_closed() {
    let mut vm = Vm::new();
    let (mut a, mut b) = (Node::new(&mut vm, "a"), Node::new(&mut vm, "b"));
    let from = a.ask(&mut vm, &b.name).expect("asked");
    let listener = b.listener;
    let arrival = b.news(&mut vm, listener, "arrival")[1].to_string();
    drop(arrival);
    let owner = b.owner;
    vm.collect(owner);
    closed(&mut vm, &mut a, from, "peer_closed", "0");
}

#[test]
fn an_arrival_is_taken_once() {
    let mut vm = Vm::new();
    let (a, mut b) = (Node::new(&mut vm, "a"), Node::new(&mut vm, "b"));
    a.ask(&mut vm, &b.name).expect("asked");
    let listener = b.listener;
    let arrival = b.news(&mut vm, listener, "arrival")[1].to_string();
    b.take(&mut vm, &arrival);
    let (me, names) = (b.name.clone(), b.names.clone());
    let again = format!("#{{arrival => {arrival}, me => <<\"{me}\">>, names => {names}}}");
    let refused = vm.open_by::<port_straw::StrawPort>(b.owner, &again);
    assert_eq!(refused.expect_err("taken").to_string(), "closed");
}

#[test]
fn who_is_asked_never_answers() {
    let mut vm = Vm::new();
    let mut node = Node::with(&mut vm, "asks", ", timeout_ms => 100");
    let name = common::unique("dumb");
    let mut endpoint = raw::listen(&name);
    // Nobody takes it from the system's queue.
    let port = node.ask(&mut vm, &name).expect("asked");
    closed(&mut vm, &mut node, port, "timeout", "0");
    // It is taken, but nothing is said.
    node.options = ", timeout_ms => 300".into();
    let port = node.ask(&mut vm, &name).expect("asked");
    let _pore = raw::accept(&mut vm, &mut endpoint);
    closed(&mut vm, &mut node, port, "timeout", "0");
}

#[test]
fn who_is_asked_ends_before_it_answers() {
    let mut vm = Vm::new();
    let mut node = Node::new(&mut vm, "asks");
    let name = common::unique("leaves");
    let mut endpoint = raw::listen(&name);
    let port = node.ask(&mut vm, &name).expect("asked");
    drop(raw::accept(&mut vm, &mut endpoint));
    closed(&mut vm, &mut node, port, "peer_closed", "0");
}

#[test]
fn who_is_asked_says_something_else() {
    for first in [
        &b"a\x01"[..],
        b"h\x02w\x07refusedm\0\0\0\x03odd",
        b"h\x02w\x05hellom\0\0\0\x01x",
    ] {
        let mut vm = Vm::new();
        let mut node = Node::new(&mut vm, "asks");
        let name = common::unique("odd");
        let mut endpoint = raw::listen(&name);
        let port = node.ask(&mut vm, &name).expect("asked");
        let mut pore = raw::accept(&mut vm, &mut endpoint);
        raw::write(&mut pore, &raw::to("$straw", first));
        closed(&mut vm, &mut node, port, "{protocol,greeting}", "0");
    }
}

#[test]
fn messages_that_a_peer_did_not_read_are_counted() {
    let mut vm = Vm::new();
    let mut node = Node::new(&mut vm, "counts");
    let (mut pore, end) = raw::open(&mut vm, &mut node);
    for message in ["{one}", "{two}", "{three}"] {
        assert_eq!(send(&mut vm, &end, "shell", message), "ok");
    }
    vm.run();
    // The greeting and the first are read, the others are not.
    let greeting = raw::to("$straw", b"").len();
    let first = 4 + b"\x83h\x03w\x08envelopew\x05shellh\x01w\x03one".len();
    let name = node.name.len();
    let welcome = greeting + b"h\x02w\x07welcomem\0\0\0\0".len() + name;
    let read = raw::read(&mut vm, &mut pore, welcome + first);
    assert_eq!(read.len(), welcome + first);
    assert!(read.ends_with(b"w\x03one"), "{read:?}");
    drop(pore);
    closed(&mut vm, &mut node, end.port, "peer_closed", "2");
    assert_eq!(send(&mut vm, &end, "shell", "{four}"), "{error,closed}");
}

#[test]
fn an_end_concerns_no_other_straw() {
    let mut vm = Vm::new();
    let (mut a, mut b) = (Node::new(&mut vm, "a"), Node::new(&mut vm, "b"));
    let owner = b.owner;
    assert_eq!(b.export(&mut vm, "shell", owner), "ok");
    let (here, _there) = connect(&mut vm, &mut a, &mut b);
    let (pore, end) = raw::open(&mut vm, &mut b);
    drop(pore);
    closed(&mut vm, &mut b, end.port, "peer_closed", "0");
    assert_eq!(send(&mut vm, &here, "shell", "still_here"), "ok");
    b.hear(&mut vm, "still_here");
}

#[test]
fn the_owner_is_killed() {
    let mut vm = Vm::new();
    let (mut a, mut b) = (Node::new(&mut vm, "a"), Node::new(&mut vm, "b"));
    let (here, there) = connect(&mut vm, &mut a, &mut b);
    vm.exit(a.owner, "kill");
    assert!(!vm.is_open(here.port) && !vm.is_open(a.listener));
    closed(&mut vm, &mut b, there.port, "peer_closed", "0");
    // Its name is free.
    let open = format!("#{{listen => <<\"{}\">>}}", a.name);
    vm.open::<port_straw::StrawPort>(&open).expect("free");
}

#[test]
fn a_message_to_a_dead_process_is_counted() {
    let mut vm = Vm::new();
    let (mut a, mut b) = (Node::new(&mut vm, "a"), Node::new(&mut vm, "b"));
    let shell = vm.spawn();
    assert_eq!(b.export(&mut vm, "shell", shell), "ok");
    let (here, there) = connect(&mut vm, &mut a, &mut b);
    vm.exit(shell, "kill");
    assert_eq!(send(&mut vm, &here, "shell", "hello"), "ok");
    common::until(&mut vm, b.owner, &there, "rejected.dead", 1);
}
