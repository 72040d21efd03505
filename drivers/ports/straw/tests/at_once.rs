//! Messages that who sends them writes, without the port.

mod common;

use common::{End, Node, count, raw, send, term};
use pore::membrane::unix::UnixPore;
use vm_host::{Fault, Vm};

/// A straw whose peer has read all so far.
fn quiet(vm: &mut Vm) -> (Node, UnixPore, End) {
    let mut node = Node::new(vm, "quiet");
    let (mut pore, end) = raw::open(vm, &mut node);
    let welcome = raw::read(vm, &mut pore, 1024);
    assert!(!welcome.is_empty());
    vm.run();
    (node, pore, end)
}

/// What is there, while no port runs.
fn there(pore: &mut UnixPore) -> Vec<u8> {
    let mut bytes = vec![0; 1024];
    let read = pore.read(&mut bytes).expect("it is open");
    bytes.truncate(read);
    bytes
}

fn frame(atom: &str) -> Vec<u8> {
    let mut message = vec![b'w', atom.len() as u8];
    message.extend(atom.as_bytes());
    raw::to("shell", &message)
}

#[test]
fn a_message_that_stands_alone_passes_no_port() {
    let mut vm = Vm::new();
    let (node, mut pore, end) = quiet(&mut vm);
    let written = count(&mut vm, node.owner, &end, "written");
    for atom in ["one", "two", "three"] {
        assert_eq!(send(&mut vm, &end, "shell", atom), "ok");
        assert_eq!(there(&mut pore), frame(atom));
    }
    let all = ["one", "two", "three"].map(|atom| frame(atom).len());
    let after = count(&mut vm, node.owner, &end, "written");
    assert_eq!(after - written, all.iter().sum::<usize>() as i128);
    assert_eq!(count(&mut vm, node.owner, &end, "undelivered"), 0);
}

#[test]
fn none_passes_one_that_was_queued() {
    let mut vm = Vm::new();
    let (node, mut pore, end) = quiet(&mut vm);
    // The first is written; behind it, others wait for the port.
    for atom in ["first", "second", "third"] {
        assert_eq!(send(&mut vm, &end, "shell", atom), "ok");
    }
    assert_eq!(there(&mut pore), frame("first"));
    assert!(there(&mut pore).is_empty(), "the port has not run");
    // Nothing is unread now, but something is unwritten.
    assert_eq!(send(&mut vm, &end, "shell", "fourth"), "ok");
    assert!(there(&mut pore).is_empty(), "the fourth has passed others");
    let rest = [frame("second"), frame("third"), frame("fourth")].concat();
    assert_eq!(raw::read(&mut vm, &mut pore, 1024), rest);
    assert_eq!(count(&mut vm, node.owner, &end, "undelivered"), 0);
    assert_eq!(send(&mut vm, &end, "shell", "alone"), "ok");
    assert_eq!(there(&mut pore), frame("alone"));
}

#[test]
fn what_the_peer_did_not_read_is_counted() {
    let mut vm = Vm::new();
    let (mut node, mut pore, end) = quiet(&mut vm);
    for atom in ["one", "two"] {
        assert_eq!(send(&mut vm, &end, "shell", atom), "ok");
        assert_eq!(there(&mut pore), frame(atom));
    }
    assert_eq!(send(&mut vm, &end, "shell", "lost"), "ok");
    assert_eq!(count(&mut vm, node.owner, &end, "undelivered"), 1);
    drop(pore);
    let closed = node.news(&mut vm, end.port, "closed");
    assert_eq!(closed[1..], [term("peer_closed"), term("1")]);
    assert_eq!(send(&mut vm, &end, "shell", "late"), "{error,closed}");
}

#[test]
fn what_is_long_is_left_to_the_port() {
    let mut vm = Vm::new();
    let (_node, mut pore, end) = quiet(&mut vm);
    let text = "x".repeat(5000);
    assert_eq!(
        send(&mut vm, &end, "shell", &format!("<<\"{text}\">>")),
        "ok"
    );
    assert!(there(&mut pore).is_empty());
    let mut came = Vec::new();
    while came.len() < text.len() {
        came.extend(raw::read(&mut vm, &mut pore, 1024));
    }
    assert!(came.ends_with(text.as_bytes()));
}

/// The owner has the outlet before the port's next turn, and what is sent must stand behind it.
#[test]
fn who_is_welcome_is_told_so_before_anything_is_sent() {
    let mut vm = Vm::new();
    let mut node = Node::new(&mut vm, "brief");
    let (mut pore, port) = raw::arrive(&mut vm, &mut node, raw::settings());
    raw::write(&mut pore, &raw::hello());
    node.news(&mut vm, port, "hello");
    vm.inject(Fault::KillPort(port), 1);
    vm.call_by(node.owner, port, "welcome");
    assert!(!vm.is_open(port), "it had no turn");
    let welcome = there(&mut pore);
    let name = node.name.as_bytes();
    assert!(welcome.ends_with(name), "{welcome:?}");
}

/// Whoever still has the outlet does not keep the pore.
#[test]
fn a_straw_whose_port_is_closed_is_over_for_the_peer() {
    let mut vm = Vm::new();
    let (node, mut pore, end) = quiet(&mut vm);
    assert_eq!(
        vm.call_by(node.owner, end.port, "'$close'").to_string(),
        "ok"
    );
    assert!(pore.read(&mut [0; 16]).is_err());
    assert_eq!(send(&mut vm, &end, "shell", "late"), "{error,closed}");
}
