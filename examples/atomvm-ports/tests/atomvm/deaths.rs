//! Every port ended at every stage and by every means.

use vm_testing::Run;

use crate::bundle::PORTS;
use crate::memcheck::{assert_clean, checked_vm};
use crate::vm::{Program, vm};

/// Five means in seven stages, and for audio in one more: before the port is opened, as it begins
/// to open, half through that, idle, in a transfer or a playback, as it begins to close, half
/// through that.
const KILLED: &str = "rows = 145\nbad = {}\nwitness = ok\n";

#[test]
fn whatever_ends_a_port_the_board_is_at_rest() {
    let Some(vm) = vm() else { return };
    vm.run(Program::new("ports_kill")).assert_transcript(KILLED);
}

#[test]
fn every_end_of_every_port_is_clean() {
    let Some(vm) = checked_vm() else { return };
    let run = vm.run_checked(Program::new("ports_kill"));
    assert_clean(&run);
    run.assert_transcript(KILLED);
}

/// Four ports at once, opened, used and ended at moments of chance.
#[track_caller]
fn assert_chaos(run: &Run, rounds: &str) {
    run.assert_transcript(&format!(
        "rounds = {rounds}\nworkers = [normal,normal,normal,normal]\nleft = at_rest\n\
         again = [ok,ok,ok,ok]\nwitness = ok\n"
    ));
}

#[test]
fn ports_may_end_at_any_moment() {
    let Some(vm) = vm() else { return };
    let program = Program::new("ports_chaos");
    let defines = &[("ROUNDS", "1000")];
    assert_chaos(&vm.run(Program { defines, ..program }), "1000");
    let Some(vm) = checked_vm() else { return };
    let defines = &[("ROUNDS", "60")];
    let run = vm.run_checked(Program { defines, ..program });
    assert_clean(&run);
    assert_chaos(&run, "60");
}

/// Stages in which the VM ends, and how many ports were opened by then at least.
const STAGES: [(&str, usize); 7] = [
    ("new", 0),
    ("opening", 0),
    ("opened", 0),
    ("idle", 4),
    ("busy", 4),
    ("closing", 4),
    ("closed", 4),
];

fn ends_in<'a>(defines: &'a [(&'a str, &'a str)]) -> Program<'a> {
    Program {
        defines,
        ..Program::new("ports_exit")
    }
}

/// Every port that was opened has left its part at rest.
#[track_caller]
fn assert_at_rest(run: &Run, stage: &str, least: usize) {
    assert_eq!(run.output, format!("stage = {stage}\n"), "{}", run.errors);
    let said = |port: &str, what: &str| {
        let line = format!("witness: {port} is {what}");
        run.errors.lines().filter(|said| **said == line).count()
    };
    let up: Vec<usize> = PORTS.iter().map(|port| said(port, "up")).collect();
    let rest: Vec<usize> = PORTS.iter().map(|port| said(port, "at rest")).collect();
    assert_eq!(up, rest, "{stage}: {}", run.errors);
    assert!(up.iter().sum::<usize>() >= least, "{stage}: {}", run.errors);
}

#[test]
fn the_end_of_the_vm_leaves_the_board_at_rest() {
    let Some(vm) = vm() else { return };
    for (stage, least) in STAGES {
        let run = vm.run(ends_in(&[("STAGE", stage)]));
        run.assert_ok();
        assert_at_rest(&run, stage, least);
    }
}

/// What is lost but for the contexts of ports that are open at the end, which the VM never frees.
fn losses(run: &Run) -> Vec<&str> {
    let records = run.report.split("== \n");
    let lost = records.filter(|record| record.contains("are definitely lost"));
    lost.filter(|record| !record.contains(" context_new "))
        .collect()
}

#[test]
fn the_end_of_the_vm_is_clean_at_every_stage() {
    let Some(vm) = checked_vm() else { return };
    for (stage, least) in STAGES {
        let run = vm.run_checked(ends_in(&[("STAGE", stage)]));
        assert_at_rest(&run, stage, least);
        assert_eq!(losses(&run), [""; 0], "{stage}");
        let errors = [
            "Invalid",
            "uninitialised",
            "Mismatched",
            "Process terminating",
        ];
        let found = errors.iter().find(|error| run.report.contains(**error));
        assert_eq!(found, None, "{stage}: {}", run.report);
    }
}
