//! Ports ended at every stage and by every means, and the end of the VM.

use vm_testing::Run;

use crate::node::Program;
use crate::transcript;

/// Five means in seven stages, and for audio in one more.
const KILLED: &str = "rows = 145\nbad = {}\nwitness = ok\n";

#[test]
fn whatever_ends_a_port_the_board_is_at_rest() {
    transcript(Program::of_tests("ports_kill"), KILLED);
}

#[test]
fn owners_ports_and_callers_may_die_at_any_moment() {
    for schedulers in ["1", "4", "24"] {
        let program = Program {
            arguments: &["+S", schedulers],
            ..Program::of_tests("fault_chaos")
        };
        transcript(program, expected!("fault_chaos"));
    }
}

#[test]
fn ports_may_end_at_any_moment() {
    let expected = "rounds = 1000\nworkers = [normal,normal,normal,normal]\nleft = at_rest\n\
                    again = [ok,ok,ok,ok]\nwitness = ok\n";
    let program = Program {
        defines: &[("ROUNDS", "1000")],
        ..Program::of_tests("ports_chaos")
    };
    transcript(program, expected);
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

/// Every port that was opened has left its part at rest.
#[track_caller]
fn assert_at_rest(run: &Run, stage: &str, least: usize) {
    assert_eq!(run.output, format!("stage = {stage}\n"), "{run}");
    let said = |port: &str, what: &str| {
        let line = format!("witness: {port} is {what}");
        run.errors.lines().filter(|said| **said == line).count()
    };
    let ports = ["touch", "display", "audio", "spi"];
    let up = ports.map(|port| said(port, "up"));
    let rest = ports.map(|port| said(port, "at rest"));
    assert_eq!(up, rest, "{stage}: {run}");
    assert!(up.iter().sum::<usize>() >= least, "{stage}: {run}");
}

#[test]
fn the_end_of_the_vm_leaves_the_board_at_rest() {
    for (stage, least) in STAGES {
        let program = Program {
            defines: &[("STAGE", stage)],
            ..Program::of_tests("ports_exit")
        };
        let Some(run) = program.run() else { return };
        run.assert_ok();
        assert_at_rest(&run, stage, least);
    }
}

/// The VM halts with callbacks under way on all schedulers: it ends, and every port that was
/// dropped was dropped once.
#[test]
fn halting_in_the_middle_of_calls_is_an_end() {
    for schedulers in ["1", "24"] {
        for _ in 0..10 {
            let program = Program {
                arguments: &["+S", schedulers],
                ..Program::of_tests("otp_halt")
            };
            let Some(run) = transcript(program, "halting = true\n") else {
                return;
            };
            assert_eq!(run.drops_of("blocking"), 1, "{run}");
        }
    }
}
