//! Two processes that find each other by name and share pages.
//!
//! [`run`] is either of them: the first one, which starts the second, kills it and starts it again,
//! or the second one.
#![forbid(unsafe_code)]

mod args;
mod bytes;
mod figures;
mod files;
mod first;
mod second;
mod straws;

pub use args::{HELP, Options, USAGE, read};

use example_support::Error;

/// Does what the command line asks for.
///
/// # Errors
///
/// The first thing that was not right.
pub fn run(options: &Options) -> Result<(), Error> {
    match &options.second {
        Some(name) => second::run(name, options),
        None => first::run(options),
    }
}
