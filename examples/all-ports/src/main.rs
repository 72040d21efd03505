//! All ports, on the board that the workspace names.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    all_ports::main::<board::Board>(&all_ports::Seen::<board::Board>::default())
}
