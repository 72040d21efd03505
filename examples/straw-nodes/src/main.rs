//! The demonstration: `cargo run -p straw-nodes`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use example_support::Program;

fn main() -> ExitCode {
    let program = Program {
        name: "straw-nodes",
        usage: straw_nodes::USAGE,
        help: straw_nodes::HELP,
    };
    program.main(straw_nodes::read, |()| straw_nodes::run())
}
