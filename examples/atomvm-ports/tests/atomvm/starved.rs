//! Failing allocations, one at a time: errors are typed, nothing is half made.

use std::path::{Path, PathBuf};
use std::process::Command;

use vm_testing::{shout, skipped};

use crate::vm::{Program, vm};

/// Builds the library that makes allocations fail; `None`, said loudly, without gcc.
fn failing_malloc() -> Option<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/failing_malloc.c");
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("failing_malloc.so");
    let mut gcc = Command::new("gcc");
    gcc.args(["-O1", "-shared", "-fPIC"]).arg(source);
    match gcc.arg("-o").arg(&library).status() {
        Ok(status) => {
            assert!(status.success(), "{gcc:?}");
            Some(library)
        }
        Err(_) => {
            skipped("failing allocations on AtomVM", "gcc");
            None
        }
    }
}

#[test]
fn a_failed_allocation_leaves_nothing_half_made() {
    let Some(vm) = vm() else { return };
    let Some(library) = failing_malloc() else {
        return;
    };
    let run = vm.run_preloaded(Program::new("resource_starved"), &library);
    run.assert_ok();
    let lines: Vec<&str> = run.output.lines().collect();
    let (points, rest) = lines.split_first().expect("a transcript");
    shout(&format!("failed allocations: {points}, {}", rest[0]));
    let points = crate::number_after(points, "points = ").expect("a figure");
    // A block, two messages, two objects, a block and an object for the binary, or its copy.
    assert!(points >= 6, "{}", run.output);
    assert!(rest[0].starts_with("what = [create,"), "{}", run.output);
    let ends = ["again = {ok,{ok,true}}", "alive = 0", "close = ok"];
    assert_eq!(rest[1..], ends, "{}", run.output);
}
