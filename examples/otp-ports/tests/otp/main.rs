//! The ports of this workspace on a real Erlang/OTP, end to end.
//!
//! The programs and what they print are those that run on AtomVM, where the two VMs are alike.
//! Needs `ERL`, an `erl` of Erlang/OTP 25 or later, and `erlc`; `just test-otp` sets it.

mod bundle;
mod node;
#[path = "../../../atomvm-ports/tests/atomvm/trace.rs"]
mod trace;

use node::{Program, Run};

/// What programs print that run on AtomVM as well.
macro_rules! expected {
    ($module:literal) => {
        include_str!(concat!("../../../atomvm-ports/test/", $module, ".expected"))
    };
}

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
fn opens_with_maps_and_proplists_and_tells_what_is_wrong() {
    transcript(Program::new("touch_open"), expected!("touch_open"));
}

#[test]
fn malformed_messages_are_dropped_and_counted() {
    transcript(
        Program::new("touch_malformed"),
        expected!("touch_malformed"),
    );
}

#[test]
fn any_term_gives_a_typed_error_or_a_count() {
    transcript(Program::new("touch_fuzz"), expected!("touch_fuzz"));
}

#[test]
fn subscriptions_have_three_modes() {
    let trace = trace::csv(&trace::two_fingers(7, 3_000, 2_000));
    let program = Program {
        trace: Some(&trace),
        ..Program::new("touch_subscribe")
    };
    transcript(program, expected!("touch_subscribe"));
}

/// The ports, the speed of the board that their programs are for, what these print, and how often
/// they open the port.
const REQUESTS: [(&str, &str, &str, usize); 2] = [
    ("audio", "0", expected!("audio_requests"), 12),
    ("spi", "1", expected!("spi_requests"), 7),
];

#[test]
fn requests_are_answered_as_the_contracts_say() {
    for (port, speed, expected, opened) in REQUESTS {
        let module = format!("{port}_requests");
        let program = Program {
            speed,
            ..Program::new(&module)
        };
        let Some(run) = transcript(program, expected) else {
            return;
        };
        assert_eq!(run.drops_of(port), opened, "{run}");
    }
}

/// For each port: options, requests, how many commands and how many of their arguments were given
/// any term, and what was not as it should.
const FUZZED: &str = "display = {ok,ok,6,17,{},ok}\naudio = {ok,ok,2,2,{},ok}\n\
                      spi = {ok,ok,3,5,{},ok}\n";

#[test]
fn any_term_gives_a_typed_error_or_is_an_argument() {
    let program = Program {
        speed: "0",
        ..Program::new("ports_fuzz")
    };
    transcript(program, FUZZED);
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
