//! Nodes that listen, ask, and are told.

mod common;

use avm_term::PortId;
use common::{Node, connect, send, term};
use port_straw::StrawPort;
use vm_host::Vm;

#[test]
fn messages_go_both_ways() {
    let mut vm = Vm::new();
    let (mut a, mut b) = (Node::new(&mut vm, "a"), Node::new(&mut vm, "b"));
    assert_eq!(a.export(&mut vm, "shell", a.owner), "ok");
    assert_eq!(b.export(&mut vm, "<<\"shell\">>", b.owner), "ok");
    let (here, there) = connect(&mut vm, &mut a, &mut b);

    let every = "{m,-1,[1,{}],\"text\",#{a => 1.5,<<7>> => []},18446744073709551615,[x|y]}";
    assert_eq!(send(&mut vm, &here, "shell", every), "ok");
    b.hear(&mut vm, every);
    assert_eq!(send(&mut vm, &there, "<<\"shell\">>", "{answer,1}"), "ok");
    a.hear(&mut vm, "{answer,1}");
    // A port can be asked as well.
    let request = "{send, {shell, once_more}}";
    assert_eq!(vm.call_by(a.owner, here.port, request).to_string(), "ok");
    b.hear(&mut vm, "once_more");
}

fn refused(vm: &mut Vm, options: &str) -> String {
    let refused = vm.open::<StrawPort>(options).expect_err("not opened");
    refused.to_string()
}

#[test]
fn what_is_wrong_is_told() {
    let mut vm = Vm::new();
    let a = Node::new(&mut vm, "a");
    let name = &a.name;
    let taken = format!("#{{listen => <<\"{name}\">>}}");
    assert_eq!(refused(&mut vm, &taken), "name_taken");
    assert_eq!(refused(&mut vm, "#{listen => <<\"\">>}"), "bad_name");
    assert_eq!(refused(&mut vm, "#{listen => <<\"a/b\">>}"), "bad_name");
    let long = format!("#{{listen => <<\"{}\">>}}", "x".repeat(65));
    assert_eq!(refused(&mut vm, &long), "name_too_long");
    assert_eq!(refused(&mut vm, "#{}"), "{missing_option,listen}");
    let nobody = a.ask(&mut vm, "nobody.at.all").expect_err("nobody");
    assert_eq!(nobody.to_string(), "not_found");
    let wrong = format!("#{{connect => <<\"{name}\">>, me => <<\"b\">>}}");
    assert_eq!(refused(&mut vm, &wrong), "{missing_option,names}");
    let request = vm.call_by(a.owner, a.listener, "welcome").to_string();
    assert_eq!(request, "{error,not_a_straw}");
}

#[test]
fn a_peer_that_is_refused_hears_why() {
    for (why, reason) in [("exists", "exists"), ("full", "full"), ("itself", "itself")] {
        let mut vm = Vm::new();
        let (mut a, mut b) = (Node::new(&mut vm, "a"), Node::new(&mut vm, "b"));
        let from = a.ask(&mut vm, &b.name).expect("asked");
        let arrival = b.news(&mut vm, b.listener, "arrival")[1].to_string();
        let to = b.take(&mut vm, &arrival);
        b.news(&mut vm, to, "hello");
        let request = format!("{{refuse, {why}}}");
        assert_eq!(vm.call_by(b.owner, to, &request).to_string(), "ok");
        assert!(!vm.is_open(to));
        let closed = a.news(&mut vm, from, "closed");
        assert_eq!(closed[1], term(reason));
        gone(&mut vm, from);
    }
}

/// The port ends soon after its last message.
fn gone(vm: &mut Vm, port: PortId) {
    vm.run();
    assert!(!vm.is_open(port));
}

#[test]
fn the_peer_hears_of_an_end() {
    let mut vm = Vm::new();
    let (mut a, mut b) = (Node::new(&mut vm, "a"), Node::new(&mut vm, "b"));
    let (here, there) = connect(&mut vm, &mut a, &mut b);
    assert_eq!(vm.close(here.port).to_string(), "ok");
    let closed = b.news(&mut vm, there.port, "closed");
    assert_eq!(closed[1..], [term("peer_closed"), term("0")]);
    gone(&mut vm, there.port);
    assert_eq!(send(&mut vm, &there, "shell", "late"), "{error,closed}");
    assert_eq!(send(&mut vm, &here, "shell", "late"), "{error,closed}");
}
