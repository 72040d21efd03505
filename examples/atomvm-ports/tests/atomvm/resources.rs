//! Resources: counted by the VM, dropped once, under no lock of the VM.

use vm_testing::Run;

use crate::memcheck::{assert_clean, checked_vm};
use crate::vm::{Program, vm};

/// Runs a program and compares what it printed.
fn transcript(module: &str, expected: &str) -> Option<Run> {
    let run = vm()?.run(Program::new(module));
    run.assert_transcript(expected);
    Some(run)
}

const ENIF: &str = include_str!("../../test/resource_enif.expected");
const SHARED: &str = include_str!("../../test/resource_shared.expected");
const TERMS: &str = include_str!("../../test/resource_terms.expected");
const FAREWELL: &str = include_str!("../../test/resource_farewell.expected");
const POSTMAN: &str = include_str!("../../test/resource_postman.expected");
const EXIT: &str = include_str!("../../test/resource_exit.expected");

/// What the drops of probes said on standard error that had nobody to tell.
fn drops(run: &Run) -> Vec<&str> {
    let lines = run.errors.lines();
    let mut drops: Vec<_> = lines
        .filter_map(|line| line.strip_prefix("avm: probe "))
        .collect();
    drops.sort_unstable();
    drops
}

#[test]
fn the_cases_of_test_enif_pass() {
    let Some(run) = transcript("resource_enif", ENIF) else {
        return;
    };
    // `test_resource_destroyed_with_global`, and 43, which was refused a monitor.
    let expected = ["1042 dropped with None", "43 dropped with None"];
    assert_eq!(drops(&run), expected, "{}", run.errors);
}

#[test]
fn a_shared_resource_goes_with_its_last_holder() {
    transcript("resource_shared", SHARED);
}

#[test]
fn terms_of_resources_are_told_from_others() {
    transcript("resource_terms", TERMS);
}

#[test]
fn drops_may_send_from_any_collection() {
    transcript("resource_farewell", FAREWELL);
}

#[test]
fn what_drops_send_survives_who_delivers_it() {
    transcript("resource_postman", POSTMAN);
}

fn million(run: &Run, count: u32) {
    run.assert_transcript(&format!(
        "ended = [normal,normal]\ncreated = {count}\nalive = 0\ndropped = {count}\n"
    ));
}

#[test]
fn a_million_resources_have_a_million_drops() {
    let Some(vm) = vm() else { return };
    million(&vm.run(Program::new("resource_million")), 1_000_000);
}

/// Each once, whatever order the VM takes; what one holds is there when it is dropped. 9 holds
/// itself.
const DROPS_AT_THE_END: [&str; 6] = [
    "1 dropped with None",
    "2 dropped with None",
    "3 dropped with None",
    "4 dropped with None",
    "5 dropped with Some(6)",
    "6 dropped with None",
];

#[test]
fn the_end_of_the_vm_drops_what_is_left() {
    let Some(run) = transcript("resource_exit", EXIT) else {
        return;
    };
    assert_eq!(drops(&run), DROPS_AT_THE_END, "{}", run.errors);
}

#[test]
fn resources_are_clean() {
    let Some(vm) = checked_vm() else { return };
    for module in ["resource_enif", "resource_terms", "resource_postman"] {
        assert_clean(&vm.run_checked(Program::new(module)));
    }
    let shared = vm.run_checked(Program::new("resource_shared"));
    assert_clean(&shared);
    shared.assert_transcript(SHARED);
}

/// The ports that are open at the end are never freed, so what is lost does not count here.
#[test]
fn the_end_of_the_vm_touches_nothing_that_is_gone() {
    let Some(vm) = checked_vm() else { return };
    let run = vm.run_checked(Program::new("resource_exit"));
    for error in [
        "Invalid",
        "uninitialised",
        "Mismatched",
        "Process terminating",
    ] {
        assert!(!run.report.contains(error), "{}", run.report);
    }
    assert_eq!(drops(&run), DROPS_AT_THE_END, "{}", run.errors);
}

/// What has its own thread joins it when it is dropped, and that may look at values until then.
#[test]
fn the_end_of_the_vm_drops_ports_before_values() {
    let Some(run) = transcript("resource_order", "opened = true\n") else {
        return;
    };
    let lines = run.errors.lines();
    let order: Vec<_> = lines.filter_map(|l| l.strip_prefix("avm: ")).collect();
    let expected = ["keeper port dropped", "probe 1 dropped with None"];
    assert_eq!(order, expected, "{}", run.errors);
}

/// A thread drops what it has after the VM has freed all of its memory.
#[test]
fn what_is_kept_for_longer_than_the_vm_can_do_nothing() {
    let Some(vm) = checked_vm() else { return };
    for resource in ["undefined", "made"] {
        let run = vm.run_checked(Program {
            defines: &[("RESOURCE", resource)],
            ..Program::new("resource_late")
        });
        run.assert_transcript("left = true\n");
        assert!(!run.report.contains("Invalid"), "{}", run.report);
        assert!(
            run.errors.contains("avm: late, and can []"),
            "{}",
            run.errors
        );
    }
}

#[test]
fn farewells_are_clean() {
    let Some(vm) = checked_vm() else { return };
    let program = Program::new("resource_farewell");
    let defines = &[("ROUNDS", "100")];
    assert_clean(&vm.run_checked(Program { defines, ..program }));
}

#[test]
fn many_resources_are_clean() {
    let Some(vm) = checked_vm() else { return };
    let program = Program::new("resource_million");
    let defines = &[("COUNT", "20000")];
    let run = vm.run_checked(Program { defines, ..program });
    assert_clean(&run);
    million(&run, 20_000);
}
