//! How measurements call compilers, linkers and emulators.
//!
//! What is missing is a sentence with the packages to install, and what a
//! program complains of is told as it says it.

#![forbid(unsafe_code)]

mod failure;
mod firmware;
mod programs;

pub use failure::Failure;
pub use firmware::{Firmware, NEEDED};
pub use programs::{command, output, output_with, require, workplace};
