//! What the emulated cores have in common: registers, stack, semihosting.
//!
//! A machine's package names addresses and the number of an interrupt; what
//! is to be done with them, and the entry points that the linker looks for,
//! are here.

#![cfg_attr(target_os = "none", no_std)]

#[cfg(target_arch = "arm")]
pub mod cortex_m;
#[cfg(all(target_arch = "arm", target_os = "none"))]
use cortex_m as cpu;
#[cfg(all(target_arch = "riscv32", target_os = "none"))]
use riscv32 as cpu;

#[cfg(all(any(target_arch = "arm", target_arch = "riscv32"), target_os = "none"))]
mod critical;
#[cfg(all(any(target_arch = "arm", target_arch = "riscv32"), target_os = "none"))]
mod entries;
mod owned;
mod register;
#[cfg(target_arch = "riscv32")]
pub mod riscv32;
#[cfg(all(any(target_arch = "arm", target_arch = "riscv32"), target_os = "none"))]
pub mod semihosting;
#[cfg(all(any(target_arch = "arm", target_arch = "riscv32"), target_os = "none"))]
pub mod stack;

#[cfg(all(any(target_arch = "arm", target_arch = "riscv32"), target_os = "none"))]
pub use cpu::{mask, unmask, wait};
#[cfg(target_os = "none")]
#[doc(hidden)]
pub use emulated_suite as suite;
pub use owned::Owned;
pub use register::Register;
