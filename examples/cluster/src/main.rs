//! The demonstration: `cargo run -p cluster -- --nodes 4`.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use example_support::Program;

fn main() -> ExitCode {
    let program = Program {
        name: "cluster",
        usage: cluster::USAGE,
        help: cluster::HELP,
    };
    program.main(cluster::read, |options| cluster::run(&options))
}
