//! What OTP's own tests of NIFs expect, on a real Erlang/OTP.
//!
//! Needs `ERL`, an `erl` of Erlang/OTP 25 or later, and `erlc`; `just test-otp` sets it. With
//! `LONG` set, as `just test-long` does, it goes on for minutes.

mod node;

use std::env;
use std::os::unix::process::ExitStatusExt as _;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use node::Node;

/// The cases of `nif_SUITE` that are told again, in the order in which they run.
const CASES: &str = "resource_hugo\nresource_otto\nresource_new\nresource_neg\n\
    release_resource_from_thread\nresource_binary\n\
    monitor_process_a\nmonitor_process_b\nmonitor_process_c\nmonitor_process_d\n\
    monitor_process_purge\ndemonitor_process\nmonitor_port\nmonitor_dead\n\
    send\nsend2\nsend3\nsend_threaded\nsend_trace\nsend_seq_trace\n\
    reload_error\nupgrade\nt_load_race\nresource_takeover\n";

fn is_long() -> bool {
    env::var_os("LONG").is_some()
}

/// What the VM is started with.
fn schedulers() -> &'static [&'static [&'static str]] {
    let all: &[&[&str]] = &[
        &["+S", "24:24"],
        &["+S", "1", "+SDio", "1"],
        &["+S", "2"],
        &["+S", "4", "+SDio", "24"],
    ];
    if is_long() { all } else { &all[..2] }
}

#[test]
fn the_cases_of_nif_suite_pass() {
    let Some(node) = Node::new() else { return };
    for arguments in schedulers() {
        let run = node.run("nif_suite:start()", arguments);
        assert_eq!(run.output, CASES, "{arguments:?}: {run:?}");
    }
}

/// For a time; the seed is printed. `SEED` gives another run the same start.
#[test]
fn monitor_frenzy() {
    let Some(node) = Node::new() else { return };
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(1, |now| now.as_secs());
    let seed = env::var("SEED").unwrap_or_else(|_| now.to_string());
    let ms = if is_long() { 30_000 } else { 3_000 };
    for arguments in schedulers() {
        eprintln!("monitor_frenzy with {arguments:?}, SEED={seed}");
        let call = format!("nif_suite_frenzy:monitor_frenzy({ms}, {seed})");
        let run = node.run(&call, arguments);
        assert_eq!(run.output, format!("seed = {seed}\n"), "{run:?}");
    }
}

#[test]
fn misuse_is_answered() {
    let Some(node) = Node::new() else { return };
    let expected = "others\nclosed\nhandles\nbells\narity\ntypes\ntwice\nversion\n";
    for arguments in schedulers() {
        let run = node.run("suite_misuse:start()", arguments);
        assert_eq!(run.output, expected, "{arguments:?}: {run:?}");
    }
}

#[test]
fn threads_send_while_ports_come_and_go() {
    let Some(node) = Node::new() else { return };
    for arguments in schedulers() {
        let run = node.run("suite_storm:start()", arguments);
        let expected = "whole\ntogether\ndies\nat_rest\n";
        assert_eq!(run.output, expected, "{arguments:?}: {run:?}");
    }
}

/// How long after its start a storm is ended, in milliseconds.
const MOMENTS: [u32; 4] = [20, 60, 150, 400];

/// In the middle of calls, of messages and of monitors.
#[test]
fn the_vm_halts_in_a_storm() {
    let Some(node) = Node::new() else { return };
    for arguments in schedulers() {
        for ms in MOMENTS {
            let _ = node.run(&format!("suite_storm:halts({ms})"), arguments);
        }
    }
}

/// By signal 9; the next one opens its ports as if nothing had been.
#[test]
fn the_vm_is_killed_in_a_storm() {
    let Some(node) = Node::new() else { return };
    for ms in MOMENTS {
        let start = Instant::now();
        let killed = node.ends(&format!("suite_storm:killed({ms})"), &["+S", "24:24"]);
        let status = killed.status;
        assert!(start.elapsed() < Duration::from_secs(60), "hangs");
        assert!(
            status.code() == Some(137) || status.signal() == Some(9),
            "{status}"
        );
        let run = node.run("suite_storm:start()", &["+S", "2"]);
        assert!(run.output.ends_with("at_rest\n"), "{run:?}");
    }
}

/// What thousands of rounds may add to the memory of the VM.
const MOST_KIB: u64 = 2048;

#[test]
fn rounds_take_no_memory() {
    let Some(node) = Node::new() else { return };
    let rounds = if is_long() { 10_000 } else { 1_000 };
    let run = node.run(&format!("suite_storm:rounds({rounds})"), &["+S", "2"]);
    let grown = run.output.trim().strip_prefix("grown = ");
    let grown: u64 = grown.and_then(|kib| kib.parse().ok()).expect("a figure");
    assert!(grown <= MOST_KIB, "{run:?}");
}
