//! A pore beside other ways between two processes, in one run.
//!
//! [`run`] is either process: the first one, which starts the second and measures, or the second
//! one, which answers and takes. Each way is a `way::Way`; what is done with one, and how often,
//! is the same for all of one row (`work::Work`). Rounds go through all ways in turn, so that what
//! else the machine does meets all of them alike, and only ratios of one round are compared.

mod args;
mod erlang;
mod first;
#[cfg(feature = "iceoryx2")]
mod iceoryx;
mod pipe;
mod place;
mod pores;
mod raw;
mod report;
mod second;
mod shared;
mod sockets;
mod way;
mod ways;
mod work;

pub use args::{HELP, Options, USAGE, read};

use example_support::Error;

/// Does what the command line asks for.
///
/// # Errors
///
/// The first thing that was not right; a gate, where they are to hold.
pub fn run(options: &Options) -> Result<(), Error> {
    match &options.second {
        Some(name) => second::run(name, options),
        None => first::run(options),
    }
}
