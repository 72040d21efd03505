//! The platform beside AtomVM: C drivers own the chip, boards call them.
//!
//! Beside AtomVM the processor belongs to ESP-IDF, the Pico SDK or ST HAL. This
//! platform calls the small C interface `include/avm_board.h`, and one of the
//! shims in `shims/` implements it with those drivers. A board on [`Ffi`] is
//! the same board as on bare metal; how it comes into a firmware is in
//! `docs/beside-atomvm.md`.
//!
//! This side keeps the lists: which pin is open as what, and who uses which
//! bus. So a shim opens and closes, transfers and waits with a time-out, and
//! nothing more.
//!
//! On a microcontroller it is also what `critical-section` works by.
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod claims;
mod i2c;
mod pins;
mod platform;
mod signals;
mod spi;
mod status;
mod sys;

// Unit tests link with the mock.
#[cfg(test)]
use platform_ffi_mock as _;

pub use i2c::FfiI2c;
pub use pins::{Delay, FfiInput, FfiOutput, FfiPwm};
pub use platform::Ffi;
pub use platform_bare::Fault;
pub use signals::{FfiInterrupt, FfiSamples, FfiTicker};
pub use spi::FfiSpi;
