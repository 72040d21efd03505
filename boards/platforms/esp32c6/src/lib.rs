//! The ESP32-C6 as a platform, bare metal, over esp-hal.
//!
//! GPIO24 to GPIO30 are the flash's, and none of a board's; esp-hal has no GPIO19.
//! The rest is `platform-esp32`'s.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(all(target_arch = "riscv32", target_os = "none"))]
use platform_esp32::{Esp32, pins};

/// The ESP32-C6, with the pins that boards may use.
#[cfg(all(target_arch = "riscv32", target_os = "none"))]
pub type Esp32c6 = Esp32<{ pins(0, 18) | pins(20, 23) }>;
