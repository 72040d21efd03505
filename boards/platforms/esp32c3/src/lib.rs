//! The ESP32-C3 as a platform, bare metal, over esp-hal.
//!
//! GPIO12 to GPIO17 are the flash's, and none of a board's.
//! The rest is `platform-esp32`'s.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(all(target_arch = "riscv32", target_os = "none"))]
use platform_esp32::{Esp32, pins};

/// The ESP32-C3, with the pins that boards may use.
#[cfg(all(target_arch = "riscv32", target_os = "none"))]
pub type Esp32c3 = Esp32<{ pins(0, 11) | pins(18, 21) }>;
