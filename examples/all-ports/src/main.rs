//! All ports, on the board that the workspace names.
#![forbid(unsafe_code)]

mod seen;

use std::process::ExitCode;

fn main() -> ExitCode {
    all_ports::main::<board::Board>(&seen::Seen)
}
