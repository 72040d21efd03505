//! The same under valgrind: no error, no leak, and seeded ones are found.

use vm_testing::Run;

use crate::trace;
use crate::vm::{Program, Vm, vm};

/// The VM, if valgrind is there to watch it.
pub(crate) fn checked_vm() -> Option<&'static Vm> {
    vm().filter(|_| vm_testing::has_valgrind("the memory check on AtomVM"))
}

/// Checks that valgrind saw the run to its end and found nothing.
#[track_caller]
pub(crate) fn assert_clean(run: &Run) {
    run.assert_ok();
    assert!(
        run.report.contains("ERROR SUMMARY: 0 errors"),
        "{}",
        run.report
    );
    let lost = run.report.contains("definitely lost: 0 bytes")
        || run.report.contains("All heap blocks were freed");
    assert!(lost, "{}", run.report);
}

#[test]
fn every_end_is_clean() {
    let Some(vm) = checked_vm() else { return };
    let run = vm.run_checked(Program::new("touch_drop"));
    assert_clean(&run);
    assert_eq!(run.drops_of("touch"), crate::DROPS, "{}", run.errors);
}

/// A port that is refused when its context was made already leaves nothing in the VM's lists.
#[test]
fn too_many_ports_are_clean() {
    let Some(vm) = checked_vm() else { return };
    let run = vm.run_checked(Program::new("ports_many"));
    assert_clean(&run);
    let refused = "refused = [refused,refused,refused]\nsome = true\ngone = true\nclose = ok\n";
    run.assert_transcript(refused);
}

#[test]
fn a_replay_is_clean() {
    let Some(vm) = checked_vm() else { return };
    let trace = trace::two_fingers(16, 500, 1_000);
    let (text, events) = (trace::csv(&trace), trace.len().to_string());
    let defines: &[_] = &[("MODE", "once"), ("EVENTS", &events)];
    let module = "touch_replay";
    let run = vm.run_checked(Program {
        module,
        defines,
        trace: Some(&text),
        speed: "0",
    });
    assert_clean(&run);
    assert_eq!(
        run.output.lines().filter(|line| line.contains(',')).count(),
        trace.len() + 2
    );
}

#[test]
fn any_term_is_clean() {
    let Some(vm) = checked_vm() else { return };
    let program = Program {
        defines: &[("RANDOM", "40")],
        ..Program::new("touch_fuzz")
    };
    let run = vm.run_checked(Program {
        speed: "0",
        ..program
    });
    assert_clean(&run);
}

#[test]
fn rounds_are_clean() {
    let Some(vm) = checked_vm() else { return };
    let trace = trace::csv(&trace::two_fingers(15, 6, 1_000));
    let program = Program {
        trace: Some(&trace),
        speed: "0",
        ..Program::new("touch_rounds")
    };
    let run = vm.run_checked(Program {
        defines: &[("ROUNDS", "200")],
        ..program
    });
    assert_clean(&run);
    assert_eq!(run.drops_of("touch"), 200);
}

#[test]
fn faults_are_clean() {
    let Some(vm) = checked_vm() else { return };
    assert_clean(&vm.run_checked(Program::new("fault_calls")));
}

#[test]
fn deaths_at_any_moment_are_clean() {
    let Some(vm) = checked_vm() else { return };
    let program = Program::new("fault_chaos");
    let run = vm.run_checked(Program {
        defines: &[("ROUNDS", "100")],
        ..program
    });
    assert_clean(&run);
}

/// A check counts only if a seeded defect makes it fail.
#[track_caller]
fn seeded(fault: &str, found: &str) {
    let Some(vm) = checked_vm() else { return };
    let program = Program {
        defines: &[("FAULT", fault)],
        ..Program::new("fault_seeded")
    };
    let run = vm.run_checked(program);
    assert_eq!(
        run.status.code(),
        Some(99),
        "{}\n{}\n{}",
        run.output,
        run.errors,
        run.report
    );
    assert!(run.report.contains(found), "{}", run.report);
    assert!(run.report.contains("atomvm_faults"), "{}", run.report);
    assert!(run.output.ends_with("close = ok\n"), "{}", run.output);
}

#[test]
fn a_seeded_leak_is_found() {
    seeded("leak", "are definitely lost");
}

#[test]
fn a_seeded_use_after_free_is_found() {
    seeded("use_after_free", "Invalid read");
}

/// What 0.6 itself reads too early is suppressed by name, so that this is not.
#[test]
fn a_seeded_uninitialised_branch_is_found() {
    seeded("uninitialised", "depends on uninitialised value");
}

/// Without the seed the same program is clean, so it is the seed that is found.
#[test]
fn without_a_seed_nothing_is_found() {
    let Some(vm) = checked_vm() else { return };
    assert_clean(&vm.run_checked(Program::new("fault_seeded")));
}
