//! Resources: counted by the VM, dropped once.

use vm_testing::Run;

use crate::node::Program;
use crate::transcript;

/// What the drops of probes said on standard error that had nobody to tell.
fn drops(run: &Run) -> Vec<&str> {
    let lines = run.errors.lines();
    let mut drops: Vec<_> = lines
        .filter_map(|line| line.strip_prefix("avm: probe "))
        .collect();
    drops.sort_unstable();
    drops
}

/// AtomVM's own tests of resources. Values that are left when the VM ends are not dropped here:
/// 43 was refused a monitor before.
#[test]
fn the_cases_of_test_enif_pass() {
    let program = Program::of_tests("resource_enif");
    let Some(run) = transcript(program, expected!("resource_enif")) else {
        return;
    };
    assert_eq!(drops(&run), ["43 dropped with None"], "{run}");
}

#[test]
fn a_shared_resource_goes_with_its_last_holder() {
    transcript(
        Program::of_tests("resource_shared"),
        expected!("resource_shared"),
    );
}

/// One of the terms is a resource of another library, OTP's own.
#[test]
fn terms_of_resources_are_told_from_others() {
    transcript(
        Program::of_tests("resource_terms"),
        expected!("resource_terms"),
    );
}

#[test]
fn drops_may_send_from_any_collection() {
    transcript(
        Program::of_tests("resource_farewell"),
        expected!("resource_farewell"),
    );
}

#[test]
fn a_million_resources_have_a_million_drops() {
    transcript(
        Program::of_tests("resource_million"),
        "ended = [normal,normal]\ncreated = 1000000\nalive = 0\ndropped = 1000000\n",
    );
}
