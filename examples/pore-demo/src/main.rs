//! The demonstration: `cargo run -p pore-demo`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use example_support::Program;

fn main() -> ExitCode {
    let program = Program {
        name: "pore-demo",
        usage: pore_demo::USAGE,
        help: pore_demo::HELP,
    };
    program.main(pore_demo::read, |options| pore_demo::run(&options))
}
