//! The flash, on the board that the workspace names.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    flash::main::<board::Board>()
}
