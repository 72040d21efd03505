//! Calls: answered once, whatever comes.

mod common;

use common::{answer, hardware, open, term};

#[test]
fn values_errors_and_what_no_vm_can_say() {
    let (mut vm, port) = open();
    assert_eq!(answer(&mut vm, port, "get"), "7");
    assert_eq!(answer(&mut vm, port, "{echo, {a, [b|c]}}"), "{a,[b|c]}");
    assert_eq!(
        answer(&mut vm, port, "{echo, [<<1,5:3>>]}"),
        "[<<1,5:3>>]",
        "a term that nobody looks into may hold anything"
    );
    assert_eq!(answer(&mut vm, port, "refuse"), "{error,{refused,43}}");
    assert_eq!(answer(&mut vm, port, "no_reply"), "{error,no_reply}");
    assert_eq!(
        answer(&mut vm, port, "unrepresentable"),
        "{error,unrepresentable}"
    );
    assert_eq!(answer(&mut vm, port, "get"), "7", "and the port lives");
}

#[test]
fn requests_that_nobody_knows() {
    let (mut vm, port) = open();
    for request in [
        "dance",
        "{dance,1}",
        "{get,1,2}",
        "{get}",
        "{}",
        "42",
        "-1",
        "1.5",
        "[]",
        "[get]",
        "[a|b]",
        "<<\"get\">>",
        "<<5:3>>",
        "{<<5:3>>,1}",
        "#{get => true}",
        "{<<\"get\">>,1}",
        "{get,#{}}",
    ] {
        assert_eq!(
            answer(&mut vm, port, request),
            format!("{{error,{{unknown_command,{request}}}}}")
        );
    }
    assert_eq!(
        answer(&mut vm, port, "{push,-1}"),
        "{error,{bad_value,-1}}",
        "the command is known, its argument is wrong"
    );
    assert_eq!(answer(&mut vm, port, "get"), "7");
}

#[test]
fn malformed_messages_are_counted_and_dropped() {
    let (mut vm, port) = open();
    let main = vm.main();
    let malformed = [
        "hello",
        "{}",
        "{'$call'}",
        "{'$call', x}",
        "{'$call', {<0.1.0>, x}}",
        "{'$call', <0.1.0>, get}",
        "{'$call', {not_a_pid, x}, get}",
        "{'$call', {<0.1.0>}, get}",
        "{'$call', {<0.1.0>, x, y}, get}",
        "{call, {<0.1.0>, x}, get}",
        "{'$call', {<0.1.0>, x}, get, more}",
        "[a|b]",
        "<<0>>",
        "<<5:3>>",
        "1.5",
    ];
    for message in malformed {
        vm.send(port, message);
    }
    assert_eq!(
        answer(&mut vm, port, "'$info'"),
        "{ok,#{calls => 2,events => 0,malformed => 15,name => probe}}"
    );
    assert_eq!(vm.mailbox(main), []);
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn a_reference_may_be_any_term() {
    let (mut vm, port) = open();
    let caller = vm.spawn();
    let pid = vm.pid_value(caller);
    vm.send(port, &format!("{{'$call', {{{pid}, [any, <<1>>]}}, get}}"));
    vm.run();
    assert_eq!(vm.mailbox(caller), [term("{[any,<<1>>],7}")]);
}

#[test]
fn a_caller_that_died_harms_nobody() {
    let (mut vm, port) = open();
    let caller = vm.spawn();
    let asked = vm.start_call(caller, port, "get");
    vm.exit(caller, "crash");
    assert_eq!(vm.answer(asked).to_string(), "{error,noproc}");
    assert_eq!(answer(&mut vm, port, "get"), "7");
    assert_eq!(vm.open_heaps(), 0);
}

#[test]
fn calls_after_the_end_are_told_so() {
    let (mut vm, port) = open();
    assert_eq!(vm.close(port).to_string(), "ok");
    assert_eq!(hardware::counts(), (1, 1));
    assert_eq!(answer(&mut vm, port, "get"), "{error,closed}");
    assert_eq!(vm.close(port).to_string(), "{error,closed}");
    assert_eq!(answer(&mut vm, port, "'$info'"), "{error,closed}");
    assert_eq!(hardware::counts(), (1, 1));
}

#[test]
fn requests_behind_a_close_are_not_served() {
    let (mut vm, port) = open();
    let main = vm.main();
    let pending = ["get", "'$close'", "get", "'$close'"].map(|r| vm.start_call(main, port, r));
    let answers = pending.map(|asked| vm.answer(asked).to_string());
    assert_eq!(answers, ["7", "ok", "{error,closed}", "{error,closed}"]);
    assert_eq!(hardware::counts(), (1, 1));
}

#[test]
fn a_port_may_end_itself() {
    for (request, said, reason) in [
        ("terminate", "ok", "normal"),
        ("terminate_unanswered", "{error,no_reply}", "normal"),
    ] {
        let (mut vm, port) = open();
        let main = vm.main();
        vm.monitor(main, port);
        assert_eq!(answer(&mut vm, port, request), said);
        assert!(!vm.is_open(port));
        assert_eq!(hardware::counts(), (1, 1));
        let down = &vm.mailbox(main)[0];
        assert_eq!(down.as_tuple().expect("a tuple")[4], term(reason));
    }
}

#[test]
fn a_port_may_end_itself_at_an_event() {
    let (mut vm, port) = open();
    assert_eq!(answer(&mut vm, port, "{ring, terminate}"), "ok");
    assert!(!vm.is_open(port));
    assert_eq!(hardware::counts(), (1, 1));
}

#[test]
fn what_every_port_counts() {
    let (mut vm, port) = open();
    vm.call(port, "get");
    vm.call(port, "{ring, nothing}");
    vm.send(port, "nonsense");
    assert_eq!(
        answer(&mut vm, port, "'$info'"),
        "{ok,#{calls => 4,events => 1,malformed => 1,name => probe}}",
        "open, get, ring and this one"
    );
}

#[test]
fn bitstrings_are_no_bytes_no_text_and_no_value() {
    let (mut vm, port) = open();
    for kind in ["bytes", "text", "value"] {
        let request = format!("{{{kind}, <<\"ab\", 5:3>>}}");
        assert_eq!(
            answer(&mut vm, port, &request),
            "{error,{bad_value,<<97,98,5:3>>}}"
        );
        let inside = format!("{{{kind}, [<<5:3>>]}}");
        let answer = answer(&mut vm, port, &inside);
        assert!(answer.starts_with("{error,{bad_value,"), "{answer}");
    }
    assert_eq!(answer(&mut vm, port, "{bytes, [<<\"ab\">>, 0]}"), "3");
    assert_eq!(answer(&mut vm, port, "{text, [<<\"ab\">>, 228]}"), "4");
    assert_eq!(answer(&mut vm, port, "{value, #{}}"), "3");
}
