//! RISC-V chips of the ESP32 family as platforms, bare metal, over esp-hal.
//!
//! `Esp32` is the processor's side of a board, whose peripherals are worked by
//! esp-hal's drivers. This crate is what the chips share; boards name the chip's
//! own package, `platform-esp32c3`, `platform-esp32c6` or `platform-esp32p4`,
//! which tells esp-hal the chip, and this crate the chip's pins.
//!
//! | Of the platform | Of the processor |
//! |---|---|
//! | I2C 0, and 1 where it is | I2C0, I2C1: any pins |
//! | SPI 2, and 3 where it is | SPI2, SPI3: any pins |
//! | I2S 0, and 1 and 2 where they are | each with a channel of the DMA: any pins |
//! | interrupts of pins | any pins |
//! | pulses | six channels of LEDC with four frequencies; no driver on the P4 |
//! | two tickers | alarms 0 and 1 of the system timer; samples have alarm 2 |
//! | time | the system timer |
//!
//! On a host this crate has only what needs no registers: [`pin_is_there`],
//! [`duty_bits`] and [`feed_period_us`].
#![no_std]

#[cfg(all(target_arch = "riscv32", target_os = "none"))]
extern crate alloc;

mod numbers;
#[cfg(all(target_arch = "riscv32", target_os = "none"))]
mod on_chip;

pub use numbers::{PIN_COUNT, duty_bits, feed_period_us, pin_is_there, pins};
#[cfg(all(target_arch = "riscv32", target_os = "none"))]
pub use on_chip::{Esp32, I2c, Input, Interrupt, Output, Pulses, Samples, Spi, Ticker, Wait};
