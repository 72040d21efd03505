//! Streams on AtomVM: blocks as binaries, who holds them, what they take.

use vm_testing::{Run, shout};

use crate::memcheck::{assert_clean, checked_vm};
use crate::vm::{Program, Vm, vm};

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

/// The port's function that hands a block over, and the one by which the VM lets go of it.
const HAND_OVER: &str = "stream_port::port::Stream*::hand_over*";
const LET_GO: &str = "vm_atomvm::resource_terms::destroy_binary*";

/// Instructions for a block of 64 KiB, by those for one of 64 bytes, at most.
const GOAL: f64 = 1.1;

/// How many blocks the shorter run has, and the longer one more than that.
const BLOCKS: u64 = 40;
const MORE: u64 = 160;

/// What was counted for one block.
struct Cost {
    small: u64,
    large: u64,
    copies: bool,
}

impl Cost {
    /// Counts a function, and says what it found.
    fn of(vm: &Vm, function: &str) -> Self {
        let (small, copies) = cost(vm, "stream_small", 64, function);
        let (large, _) = cost(vm, "stream_large", 65_536, function);
        assert!(small > 100, "nothing was counted");
        shout(&format!("{function}: {small} and {large} instructions"));
        Self {
            small,
            large,
            copies,
        }
    }

    fn ratio(&self) -> f64 {
        self.large as f64 / self.small as f64
    }
}

/// Instructions for one block, and whether it was copied. The difference between two runs, so that
/// what a port takes to begin does not count.
fn cost(vm: &Vm, port: &str, size: usize, function: &str) -> (u64, bool) {
    let size = size.to_string();
    let run = |blocks: u64| {
        let blocks = blocks.to_string();
        let program = Program::new("stream_cost");
        let defines = &[("PORT", port), ("SIZE", &*size), ("BLOCKS", &*blocks)];
        let (run, count) = vm.run_counted(Program { defines, ..program }, function);
        let copies = copies(&run);
        run.assert_transcript(&format!(
            "copies = {copies}\ndelivered = {{{blocks},{blocks}}}\nfree = 8\n"
        ));
        (count, copies)
    };
    let ((short, copies), (long, _)) = (run(BLOCKS), run(BLOCKS + MORE));
    (long.saturating_sub(short) / MORE, copies)
}

/// On a VM that copies, the count shows it; so it would show a copy elsewhere, too.
#[test]
fn a_block_of_64_kib_costs_what_one_of_64_bytes_costs() {
    let Some(vm) = checked_vm() else { return };
    let handed_over = Cost::of(vm, HAND_OVER);
    if handed_over.copies {
        shout("this AtomVM has no binaries that a resource owns: it copies");
        assert!(handed_over.ratio() > 2.0, "a copy was not counted");
        return;
    }
    assert!(handed_over.ratio() <= GOAL, "{}", handed_over.ratio());
    let let_go = Cost::of(vm, LET_GO);
    assert!(let_go.ratio() <= GOAL, "{}", let_go.ratio());
}
