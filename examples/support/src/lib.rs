//! What the examples share: a process with ports, and a program around it.
//!
//! An example is a library that is generic over the board, and a program of a few lines that
//! names one. What is the same in all of them is here:
//!
//! - [`Process`]: an Erlang process that opens ports, calls them, and takes its messages.
//! - [`command`], [`Counts`]: terms to a port, and counts out of one.
//! - [`Program`]: the command line's `--help`, errors on standard error, the exit status.
//! - [`parse`], [`Argument`]: the command line's options, and their values.
//! - [`line()`], [`say`], [`Progress`]: what is printed.
#![forbid(unsafe_code)]

mod args;
mod counts;
mod environment;
mod error;
mod files;
mod process;
mod program;
mod progress;
mod term;

pub use args::{Argument, parse, parse_onto};
pub use counts::Counts;
pub use environment::with_environment;
pub use error::Error;
pub use files::{directory_for, written};
pub use process::{Process, TICK};
pub use program::{Program, line, say};
pub use progress::Progress;
pub use term::{command, options, tagged};
