//! What AtomVM stands on: an operating system, or a microcontroller.
//!
//! Both offer the same: memory, locks, a clock, a way to be woken, and what the VM around this
//! library looks like. The rest of the crate is the same for both.

#[cfg(target_os = "none")]
mod mcu;
#[cfg(not(target_os = "none"))]
mod unix;

#[cfg(target_os = "none")]
pub(crate) use mcu::*;
#[cfg(target_os = "none")]
pub use mcu::{Malloc, panicked};
#[cfg(not(target_os = "none"))]
pub(crate) use unix::*;
