//! Pores between ports of one VM, and between two VMs.

use std::thread;

use crate::memcheck::{assert_clean, checked_vm};
use crate::vm::{Program, vm};

/// A name that no other run of these tests has, as Erlang text.
fn name(of: &str) -> String {
    format!("\"{of}-atomvm-{}\"", std::process::id())
}

/// With conformance tests T9 and T10.
#[test]
fn two_ports_of_one_vm() {
    let run = name("pair");
    let expected = include_str!("../../test/pore_pair.expected");
    let program = Program {
        defines: &[("RUN", &run), ("POKES", "300000")],
        ..Program::new("pore_pair")
    };
    let Some(vm) = vm() else { return };
    let run = vm.run(program);
    run.assert_transcript(expected);
    assert!(run.drops_of("pore") >= 2000, "{}", run.errors);
    let Some(vm) = checked_vm() else { return };
    let name = name("checked");
    let run = vm.run_checked(Program {
        defines: &[("RUN", &name), ("POKES", "1000"), ("PORES", "30")],
        ..program
    });
    assert_clean(&run);
    run.assert_transcript(expected);
}

/// With and without valgrind.
#[track_caller]
fn transcript(module: &str, expected: &str) {
    let Some(vm) = vm() else { return };
    let run = name(module);
    let program = Program {
        defines: &[("RUN", &run)],
        ..Program::new(module)
    };
    vm.run(program).assert_transcript(expected);
    let Some(vm) = checked_vm() else { return };
    let run = vm.run_checked(Program {
        defines: &[("RUN", &run), ("PORES", "30")],
        ..program
    });
    assert_clean(&run);
    run.assert_transcript(expected);
}

/// With conformance test T14.
#[test]
fn whatever_is_asked_wrongly_has_its_reason() {
    let expected = include_str!("../../test/pore_misuse.expected");
    transcript("pore_misuse", expected);
}

/// With conformance test T10, for an owner in each of its states.
#[test]
fn however_a_pore_ends_its_peer_is_told_and_nothing_is_left() {
    let expected = include_str!("../../test/pore_ends.expected");
    transcript("pore_ends", expected);
}

#[test]
fn two_vms() {
    let Some(vm) = vm() else { return };
    let name = name("nodes");
    let node = |mode: &'static str| {
        let defines = [("RUN", name.as_str()), ("MODE", mode)];
        vm.run(Program {
            defines: &defines,
            ..Program::new("pore_node")
        })
    };
    thread::scope(|scope| {
        let echo = scope.spawn(|| node("echo"));
        node("speak").assert_transcript("somebody = true\nsame = true\nclose = true\n");
        node("vanish").assert_transcript("vanish = now\n");
        let echo = echo.join().expect("no panic");
        echo.assert_transcript(
            "echoed = 1000000\nclosed = peer\nechoed = 5\nclosed = peer\nclose = true\n",
        );
    });
}
