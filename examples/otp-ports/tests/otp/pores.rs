//! Pores between ports of one VM, and between two VMs.

use std::thread;

use crate::node::Program;
use crate::transcript;

/// A name that no other run of these tests has, as Erlang text.
fn name(of: &str) -> String {
    format!("\"{of}-otp-{}\"", std::process::id())
}

/// With conformance tests T9 and T10.
#[test]
fn two_ports_of_one_vm() {
    let run = name("pair");
    let program = Program {
        defines: &[("RUN", &run)],
        ..Program::new("pore_pair")
    };
    let Some(run) = transcript(program, expected!("pore_pair")) else {
        return;
    };
    // Each pore has two ports, and each listener one; those that did not open have none.
    assert!(run.drops_of("pore") >= 2000, "{run}");
}

/// With conformance test T14.
#[test]
fn whatever_is_asked_wrongly_has_its_reason() {
    let run = name("misuse");
    let program = Program {
        defines: &[("RUN", &run)],
        ..Program::new("pore_misuse")
    };
    transcript(program, expected!("pore_misuse"));
}

/// With conformance test T10, for an owner in each of its states.
#[test]
fn however_a_pore_ends_its_peer_is_told_and_nothing_is_left() {
    let run = name("ends");
    let program = Program {
        defines: &[("RUN", &run)],
        ..Program::new("pore_ends")
    };
    transcript(program, expected!("pore_ends"));
}

#[test]
fn two_vms() {
    let name = name("nodes");
    let node = |mode: &'static str| {
        let defines = [("RUN", name.as_str()), ("MODE", mode)];
        let program = Program {
            defines: &defines,
            ..Program::new("pore_node")
        };
        program.run()
    };
    thread::scope(|scope| {
        let echo = scope.spawn(|| node("echo"));
        let Some(speak) = node("speak") else { return };
        speak.assert_transcript("somebody = true\nsame = true\nclose = true\n");
        let vanish = node("vanish").expect("as before");
        assert_eq!(vanish.output, "vanish = now\n", "{vanish}");
        let echo = echo.join().expect("no panic").expect("as before");
        echo.assert_transcript(
            "echoed = 1000000\nclosed = peer\nechoed = 5\nclosed = gone\nclose = true\n",
        );
    });
}
