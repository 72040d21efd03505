//! The demonstration, on the board that the workspace names.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    touch_trace::main(touch_trace::replay::<board::Board>)
}
