//! The ports of this workspace on a real Erlang/OTP, end to end.
//!
//! What the suite of `conformance` does not show; most programs are those that run on AtomVM, too.
//! Needs `ERL`, an `erl` of Erlang/OTP 25 or later, and `erlc`; `just test-otp` sets it.

/// What programs print that run on AtomVM as well.
macro_rules! expected {
    ($module:literal) => {
        include_str!(concat!("../../../atomvm-ports/test/", $module, ".expected"))
    };
}

mod bundle;
mod deaths;
mod loads;
mod node;
mod pores;
mod ports;
mod remote;
mod resources;
#[path = "../../../atomvm-ports/tests/atomvm/scene.rs"]
mod scene;
mod scenes;
mod streams;
#[path = "../../../atomvm-ports/tests/atomvm/trace.rs"]
mod trace;

use node::Program;
use vm_testing::Run;

/// Runs a program and compares what it printed.
#[track_caller]
fn transcript(program: Program<'_>, expected: &str) -> Option<Run> {
    let run = program.run()?;
    run.assert_transcript(expected);
    Some(run)
}

#[test]
fn a_newcomer_reads_events() {
    let program = Program {
        speed: "0",
        ..Program::new("first_steps")
    };
    transcript(program, "first = events\n");
}

/// The suite wants no native library.
#[test]
fn the_erlang_library_keeps_its_promises() {
    let program = Program {
        before: "application:set_env(avm_port, library, \"absent\")",
        ..Program::new("avm_port_tests")
    };
    let Some(run) = program.run() else { return };
    run.assert_ok();
    assert!(run.output.contains(" run, 0 failed"), "{run}");
}

#[test]
fn any_term_gives_a_typed_error_or_a_count() {
    transcript(Program::new("touch_fuzz"), expected!("touch_fuzz"));
}

/// How many ports `touch_drop` opens: two per way to end, one where no port is left to open.
const DROPS: usize = 18;

#[test]
fn every_end_of_a_port_drops_its_state() {
    let Some(run) = transcript(Program::new("touch_drop"), expected!("touch_drop")) else {
        return;
    };
    assert_eq!(run.drops_of("touch"), DROPS, "{run}");
}

#[test]
fn the_end_of_the_vm_drops_its_ports() {
    let Some(run) = transcript(Program::new("touch_exit"), "open = ok\n") else {
        return;
    };
    assert_eq!(run.drops_of("touch"), 1, "{run}");
}

/// Ten thousand rounds, and what they may add to the memory of the VM.
const ROUNDS: &str = "10000";
const MOST_KIB: u64 = 1024;

#[test]
fn ten_thousand_rounds_take_no_memory() {
    let trace = trace::csv(&trace::two_fingers(15, 6, 1_000));
    let program = Program {
        trace: Some(&trace),
        speed: "0",
        defines: &[("ROUNDS", ROUNDS)],
        ..Program::new("touch_rounds")
    };
    let Some(run) = program.run() else { return };
    run.assert_ok();
    assert_eq!(run.drops_of("touch").to_string(), ROUNDS);
    let steps = |label| {
        let lines = run.output.lines().filter(|line| line.starts_with("round "));
        lines.map(move |line| number_after(line, label).expect("a figure"))
    };
    let (kib, processes): (Vec<u64>, Vec<u64>) = (steps(": ").collect(), steps("KiB, ").collect());
    assert_eq!(kib.len(), 11, "{run}");
    let growth = kib[10].saturating_sub(kib[2]);
    vm_testing::shout(&format!(
        "resident after 2,000 and 10,000 rounds: {} and {} KiB",
        kib[2], kib[10]
    ));
    assert!(growth <= MOST_KIB, "grew by {growth} KiB: {kib:?}");
    assert!(
        processes.iter().all(|count| *count == processes[1]),
        "{processes:?}"
    );
}

/// The number after `label` in a line of a transcript.
fn number_after(line: &str, label: &str) -> Option<u64> {
    let (_, rest) = line.split_once(label)?;
    let mut parts = rest.split(|c: char| !c.is_ascii_digit());
    parts.find(|part| !part.is_empty())?.parse().ok()
}

/// Replays a made-up trace as fast as it is taken, and compares every event.
fn replays(mode: &str, seed: u64) {
    let trace = trace::two_fingers(seed, 4_000, 1_000);
    let (text, events) = (trace::csv(&trace), trace.len().to_string());
    let program = Program {
        defines: &[("MODE", mode), ("EVENTS", &events)],
        trace: Some(&text),
        speed: "0",
        ..Program::new("touch_replay")
    };
    let rows: String = trace.iter().map(|row| row.text() + "\n").collect();
    let rest = format!(
        "left = {{0,no_events}}\nstats = {{{events},{events},0,0}}\n\
         high_water_within_capacity = true\nclose = ok\n"
    );
    transcript(program, &(rows + &rest));
}

#[test]
fn what_goes_in_comes_out() {
    for (seed, mode) in [(11, "read"), (12, "true"), (13, "once"), (14, "3")] {
        replays(mode, seed);
    }
}
