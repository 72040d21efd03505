//! Firmware without an operating system: touch and SPI ports of a board.
//!
//! [`Firmware`] is what a firmware does, on any board that has the parts: it
//! opens ports, and answers what fingers and devices do. The same ports are
//! Erlang's beside AtomVM; here `vm-host` is the VM, without Erlang.
//!
//! The packages in the folders beside this are one board's firmware each. They
//! add `firmware!`, a linker script and a few lines: `just test-long` builds
//! them, links them whole, and tells how large they are.
#![no_std]

extern crate alloc;

#[cfg(target_os = "none")]
mod on_chip;
mod ports;

#[cfg(target_os = "none")]
#[doc(hidden)]
pub use on_chip::prepare;
pub use ports::Firmware;
