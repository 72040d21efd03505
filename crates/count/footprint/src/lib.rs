//! The ring, the table, pores and the touch port, to be weighed as firmware.
//!
//! Each exported name is linked alone, with all that it reaches. What AtomVM
//! and its C bring along is left out: those names stay open.

#![cfg_attr(target_os = "none", no_std)]
#![cfg_attr(
    target_os = "none",
    expect(unsafe_code, reason = "names that the linker is asked for")
)]

#[cfg(target_os = "none")]
mod cores;
#[cfg(target_os = "none")]
mod parts;
#[cfg(target_os = "none")]
mod pore;
#[cfg(target_os = "none")]
mod register;
#[cfg(target_os = "none")]
mod touch;

#[cfg(target_os = "none")]
vm_atomvm::firmware!();
