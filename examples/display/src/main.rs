//! The test card, on the board that the workspace names.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    display::main::<board::Board>()
}
