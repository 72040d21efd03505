//! Streams: blocks as binaries that a resource owns.

use crate::node::Program;
use crate::transcript;

/// Blocks that a process of `stream_blocks` keeps.
const KEPT: &str = "3";

#[test]
fn blocks_are_taken_kept_and_lost() {
    let rest = expected!("stream_blocks").replace("KEPT", KEPT);
    transcript(
        Program::of_tests("stream_blocks"),
        &format!("copies = false\n{rest}"),
    );
}

#[test]
fn no_block_is_lost_whatever_dies() {
    let rest = expected!("stream_chaos");
    let program = Program {
        defines: &[("ROUNDS", "500")],
        ..Program::of_tests("stream_chaos")
    };
    transcript(program, &format!("rounds = 500\n{rest}"));
}
