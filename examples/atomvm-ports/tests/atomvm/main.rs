//! The ports of this workspace on a real AtomVM, end to end.
//!
//! What the suite of `conformance` does not show: ends at any moment, rounds, overload, what is seen
//! and heard, resources; and the same under valgrind.
//!
//! Needs `ATOMVM`, the path of an AtomVM executable, and `erlc`; the tests
//! with memory checks need valgrind too. `AVM_BUNDLE` names the directory that
//! `just atomvm-bundle` made; without it the tests make their own.

mod bundle;
mod deaths;
mod memcheck;
mod pores;
mod ports;
mod resources;
mod scene;
mod scenes;
mod seen;
mod starved;
mod streams;
mod trace;
mod vm;

use vm::{Program, vm};

/// The number after `label` in a line of a transcript.
fn number_after(line: &str, label: &str) -> Option<u64> {
    let (_, rest) = line.split_once(label)?;
    rest.split(|c: char| !c.is_ascii_digit())
        .find(|part| !part.is_empty())?
        .parse()
        .ok()
}

#[test]
fn the_erlang_library_keeps_its_promises() {
    let Some(vm) = vm() else { return };
    let run = vm.run(Program::new("avm_port_tests"));
    run.assert_ok();
    assert!(run.output.contains(" run, 0 failed"), "{}", run.output);
}

/// Replays a made-up trace as fast as it is taken, and compares every event.
fn replays(mode: &str, seed: u64, rows: usize) {
    let Some(vm) = vm() else { return };
    let trace = trace::two_fingers(seed, rows, 1_000);
    let (text, events) = (trace::csv(&trace), trace.len().to_string());
    let run = vm.run(Program {
        module: "touch_replay",
        defines: &[("MODE", mode), ("EVENTS", &events)],
        trace: Some(&text),
        speed: "0",
    });
    let rows: String = trace.iter().map(|row| row.text() + "\n").collect();
    run.assert_transcript(&format!(
        "{rows}left = {{0,no_events}}\nstats = {{{events},{events},0,0}}\n\
         high_water_within_capacity = true\nclose = ok\n"
    ));
    assert_eq!(run.drops_of("touch"), 1, "{}", run.errors);
}

#[test]
fn what_goes_in_comes_out_when_read() {
    replays("read", 11, 4_000);
}

#[test]
fn what_goes_in_comes_out_when_subscribed() {
    replays("true", 12, 4_000);
}

#[test]
fn what_goes_in_comes_out_one_message_at_a_time() {
    replays("once", 13, 4_000);
}

#[test]
fn what_goes_in_comes_out_three_messages_at_a_time() {
    replays("3", 14, 4_000);
}

/// The panel is 480 x 320 unless a trace leaves that; it is turned before it is mirrored.
#[test]
fn options_turn_the_panel() {
    let Some(vm) = vm() else { return };
    let mut trace = trace::two_fingers(17, 300, 1_000);
    let (text, events) = (trace::csv(&trace), trace.len().to_string());
    let options = "[{swap_xy,true},{invert_x,true}]";
    let run = vm.run(Program {
        module: "touch_replay",
        defines: &[("EVENTS", &events), ("OPTIONS", options)],
        trace: Some(&text),
        speed: "0",
    });
    run.assert_ok();
    for row in &mut trace {
        (row.x, row.y) = (319 - row.y, row.x);
    }
    let rows: String = trace.iter().map(|row| row.text() + "\n").collect();
    assert!(run.output.starts_with(&rows), "{}", run.output);
}

/// A ring that nobody drains keeps the oldest events and counts the others.
#[test]
fn what_does_not_fit_is_counted() {
    let Some(vm) = vm() else { return };
    let trace = trace::two_fingers(18, 1_000, 1_000);
    let (text, events) = (trace::csv(&trace), trace.len());
    let run = vm.run(Program {
        trace: Some(&text),
        speed: "1000000",
        ..Program::new("touch_overload")
    });
    run.assert_ok();
    let capacity = number_after(&run.output, "capacity = ").expect("a figure") as usize;
    assert!(capacity > 0 && capacity < events, "{}", run.output);
    let kept: String = trace[..capacity]
        .iter()
        .map(|row| row.text() + "\n")
        .collect();
    let lost = events - capacity;
    run.assert_transcript(&format!(
        "capacity = {capacity}\nfull = {{{events},0,{lost},{capacity},{capacity}}}\n{kept}\
         empty = {{{events},{capacity},{lost},0,{capacity}}}\nclose = ok\n"
    ));
}

/// How many ports `touch_drop` opens: two per way to end, one where no port is left to open.
const DROPS: usize = 18;

#[test]
fn every_end_of_a_port_drops_its_state() {
    let Some(vm) = vm() else { return };
    let run = vm.run(Program::new("touch_drop"));
    run.assert_transcript(include_str!("../../test/touch_drop.expected"));
    assert_eq!(run.drops_of("touch"), DROPS, "{}", run.errors);
}

#[test]
fn the_end_of_the_vm_drops_its_ports() {
    let Some(vm) = vm() else { return };
    let run = vm.run(Program::new("touch_exit"));
    run.assert_transcript("open = ok\n");
    assert_eq!(run.drops_of("touch"), 1, "{}", run.errors);
}

#[test]
fn any_term_gives_a_typed_error_or_a_count() {
    let Some(vm) = vm() else { return };
    let run = vm.run(Program::new("touch_fuzz"));
    run.assert_transcript(include_str!("../../test/touch_fuzz.expected"));
}

#[test]
fn faults_inside_a_driver_stay_inside() {
    let Some(vm) = vm() else { return };
    let run = vm.run(Program::new("fault_calls"));
    run.assert_transcript(include_str!("../../test/fault_calls.expected"));
}

#[test]
fn owners_ports_and_callers_may_die_at_any_moment() {
    let Some(vm) = vm() else { return };
    let run = vm.run(Program::new("fault_chaos"));
    run.assert_transcript(include_str!("../../test/fault_chaos.expected"));
}

#[test]
fn ten_thousand_rounds_take_no_memory() {
    let Some(vm) = vm() else { return };
    let trace = trace::csv(&trace::two_fingers(15, 6, 1_000));
    let run = vm.run(Program {
        trace: Some(&trace),
        speed: "0",
        defines: &[("ROUNDS", "10000")],
        ..Program::new("touch_rounds")
    });
    run.assert_ok();
    assert_eq!(run.drops_of("touch"), 10_000);
    assert!(run.output.ends_with("rounds = 10000\n"), "{}", run.output);
    let steps: Vec<&str> = run
        .output
        .lines()
        .filter(|line| line.starts_with("round "))
        .collect();
    assert_eq!(steps.len(), 11, "{}", run.output);
    let figures = |label| {
        steps
            .iter()
            .map(move |step| number_after(step, label).expect("a figure"))
    };
    let kib: Vec<u64> = figures(": ").collect();
    let growth = kib[10].saturating_sub(kib[2]);
    vm_testing::shout(&format!(
        "resident after 2,000 rounds {} KiB, after 10,000 {} KiB",
        kib[2], kib[10]
    ));
    assert!(growth <= 128, "grew by {growth} KiB: {kib:?}");
    let processes: Vec<u64> = figures("KiB, ").collect();
    assert!(
        processes.iter().all(|count| *count == processes[0]),
        "{processes:?}"
    );
}
