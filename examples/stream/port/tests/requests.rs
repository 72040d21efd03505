//! Requests: what is answered, and what is refused in which words.

mod common;

use common::{COUNT, Port, pool, stat};
use vm_host::Vm;

fn open() -> (Vm, avm_term::PortId) {
    let mut vm = Vm::new();
    let port = vm.open::<Port>("#{}").expect("open");
    (vm, port)
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    let (mut vm, port) = open();
    for (request, reason) in [
        ("{start, #{blocks => -1}}", "{bad_option,blocks,-1}"),
        (
            "{start, #{blocks => 4294967296}}",
            "{bad_option,blocks,4294967296}",
        ),
        ("{start, [{rate_hz, 0}]}", "{bad_option,rate_hz,0}"),
        (
            "{start, #{rate_hz => 100000001}}",
            "{bad_option,rate_hz,100000001}",
        ),
        ("{start, #{loud => true}}", "{bad_option,loud,true}"),
        ("{subscribe, #{active => 0}}", "{bad_option,active,0}"),
        ("rewind", "{unknown_command,rewind}"),
    ] {
        let answer = vm.call(port, request);
        assert_eq!(
            answer.to_string(),
            format!("{{error,{reason}}}"),
            "{request}"
        );
    }
    assert_eq!(stat(&mut vm, port, "filled"), 0);
    let refused = vm.open::<Port>("#{size => 4}").expect_err("no such option");
    assert_eq!(refused.to_string(), "{bad_option,size,4}");
}

#[test]
fn the_converter_opens_once_at_a_time() {
    let (mut vm, port) = open();
    let busy = vm.open::<Port>("#{}").expect_err("open already");
    assert_eq!(busy.to_string(), "busy");
    assert_eq!(vm.close(port).to_string(), "ok");
    let again = vm.open::<Port>("#{}").expect("free again");
    assert!(vm.is_open(again));
}

#[test]
fn stopping_twice_is_no_error() {
    let (mut vm, port) = open();
    for request in ["stop", "start", "stop", "stop"] {
        assert_eq!(vm.call(port, request).to_string(), "ok", "{request}");
    }
}

#[test]
fn a_pool_that_nobody_empties_counts_overruns() {
    let (mut vm, port) = open();
    assert_eq!(vm.call(port, "{start, #{blocks => 30}}").to_string(), "ok");
    let counts = ["filled", "overruns", "queued", "free", "filling", "held"];
    let counts = counts.map(|name| stat(&mut vm, port, name));
    let count = u64::from(COUNT);
    assert_eq!(counts, [count, 30 - count, count, 0, 0, 0]);
    assert_eq!(stat(&mut vm, port, "delivered"), 0);
    assert_eq!(stat(&mut vm, port, "capacity"), count);
}

#[test]
fn closing_frees_what_waits_and_not_what_is_held() {
    let (mut vm, port) = open();
    let main = vm.main();
    assert_eq!(vm.call(port, "{start, #{blocks => 3}}").to_string(), "ok");
    assert_eq!(
        vm.call(port, "{subscribe, #{active => once}}").to_string(),
        "ok"
    );
    assert_eq!((pool().queued, pool().held, pool().free), (2, 1, 1));
    assert_eq!(vm.close(port).to_string(), "ok");
    assert_eq!((pool().queued, pool().held, pool().free), (0, 1, 3));

    let next = vm.open::<Port>("#{}").expect("open");
    assert_eq!(vm.call(next, "{start, #{blocks => 4}}").to_string(), "ok");
    let counts = ["filled", "overruns"].map(|name| stat(&mut vm, next, name));
    assert_eq!(counts, [3, 1], "the block of the last port is still held");
    assert_eq!(vm.close(next).to_string(), "ok");
    // In the mailbox it is held as well as after it was read.
    assert_eq!(vm.mailbox(main).len(), 1);
    assert_eq!(pool().held, 1);
    vm.collect(main);
    assert_eq!((pool().held, pool().free), (0, COUNT));
}
