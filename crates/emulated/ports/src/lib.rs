//! Whole ports on a microcontroller that an emulator runs.
//!
//! A scenario opens ports on `vm-host`, as Erlang would, and compares every
//! answer; what it says and hears is printed as Erlang terms. The first thing
//! that is not as it should be is the exit status of the run.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_os = "none")]
extern crate alloc;

#[cfg(target_os = "none")]
mod entry;
#[cfg(target_os = "none")]
mod heap;
#[cfg(target_os = "none")]
mod script;

#[cfg(target_os = "none")]
pub use avm_term::PortId;
#[cfg(target_os = "none")]
#[doc(hidden)]
pub use emulated_core as core;
#[cfg(target_os = "none")]
pub use emulated_core::semihosting::{is_there, print};
#[cfg(target_os = "none")]
pub use emulated_suite::Fault;
#[cfg(target_os = "none")]
pub use entry::begin;
#[cfg(target_os = "none")]
pub use script::{Answer, Script};
