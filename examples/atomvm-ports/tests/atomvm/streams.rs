//! Streams on AtomVM: blocks that are binaries, and who holds them.

use crate::memcheck::{assert_clean, checked_vm};
use crate::vm::{Program, Run, vm};

/// Blocks that a process of `stream_blocks` keeps.
const KEPT: &str = "3";

/// Whether this VM makes binaries by copies, as the program has found out.
#[track_caller]
fn copies(run: &Run) -> bool {
    let first = run.output.lines().next();
    match first.and_then(|line| line.strip_prefix("copies = ")) {
        Some("true") => true,
        Some("false") => false,
        _ => panic!("{}\n{}", run.output, run.errors),
    }
}

/// Where a binary is a copy, nobody holds a block.
fn assert_blocks(run: &Run) {
    let copies = copies(run);
    let held = if copies { "0" } else { KEPT };
    let rest = include_str!("../../test/stream_blocks.expected").replace("KEPT", held);
    run.assert_transcript(&format!("copies = {copies}\n{rest}"));
}

#[test]
fn blocks_are_taken_kept_and_lost() {
    let Some(vm) = vm() else { return };
    assert_blocks(&vm.run(Program::new("stream_blocks")));
}

fn assert_chaos(run: &Run, rounds: u32) {
    let rest = include_str!("../../test/stream_chaos.expected");
    run.assert_transcript(&format!("rounds = {rounds}\n{rest}"));
}

#[test]
fn no_block_is_lost_whatever_dies() {
    let Some(vm) = vm() else { return };
    let program = Program::new("stream_chaos");
    let defines = &[("ROUNDS", "1000")];
    assert_chaos(&vm.run(Program { defines, ..program }), 1_000);
}

#[test]
fn streams_are_clean() {
    let Some(vm) = checked_vm() else { return };
    let run = vm.run_checked(Program::new("stream_blocks"));
    assert_clean(&run);
    assert_blocks(&run);
    let program = Program::new("stream_chaos");
    let defines = &[("ROUNDS", "60")];
    let run = vm.run_checked(Program { defines, ..program });
    assert_clean(&run);
    assert_chaos(&run, 60);
}
