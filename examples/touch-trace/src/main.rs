//! The demonstration, on the board that the workspace names.
#![forbid(unsafe_code)]

mod replay;

use std::process::ExitCode;

fn main() -> ExitCode {
    touch_trace::main(replay::replay)
}
