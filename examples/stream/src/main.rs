//! The stream, on a board whose ADC is a thread.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    stream::main::<stream::Board>()
}
