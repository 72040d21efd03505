//! The comparison: `cargo run --release -p pore-bench`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use example_support::Program;

fn main() -> ExitCode {
    let program = Program {
        name: "pore-bench",
        usage: pore_bench::USAGE,
        help: pore_bench::HELP,
    };
    program.main(pore_bench::read, |options| pore_bench::run(&options))
}
