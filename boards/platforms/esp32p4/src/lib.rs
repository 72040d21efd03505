//! The ESP32-P4 as a platform, bare metal, over esp-hal.
//!
//! esp-hal has no GPIO50, nor a driver for this chip's pulses: `Platform::pwm` is an error.
//! The rest is `platform-esp32`'s.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(all(target_arch = "riscv32", target_os = "none"))]
use platform_esp32::{Esp32, pins};

/// The ESP32-P4, with the pins that boards may use.
#[cfg(all(target_arch = "riscv32", target_os = "none"))]
pub type Esp32p4 = Esp32<{ pins(0, 49) | pins(51, 54) }>;
