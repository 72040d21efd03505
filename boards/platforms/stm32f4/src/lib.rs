//! The STM32F4 as a platform: a board worked by its registers, bare metal.
//!
//! `Stm32f4` is the processor's side of a board with an STM32F405, F407, F415
//! or F417: clocks by stm32f4xx-hal, and the controllers by the registers that
//! it is made over. What a transfer waits for always has an end here, and no
//! device is given a faster clock than it follows; the HAL's own drivers for I2C
//! and SPI do not promise that.
//!
//! | Of the platform | Of the processor |
//! |---|---|
//! | I2C 1 to 3 | I2C1 to I2C3, in the processor's modes to 400 kHz |
//! | SPI 1 to 3 | SPI1 to SPI3, a device's clock is PCLK divided by a power of two |
//! | I2S 2 and 3 | SPI2 and SPI3, each with a stream of DMA1, clocked by PLLI2S |
//! | interrupts of pins | EXTI: one pin of each number, over all ports |
//! | pulses | TIM3 and TIM4, four channels each, one frequency a timer |
//! | two tickers | TIM6 and TIM7 |
//! | time | TIM5 |
//!
//! On a host this crate has only what needs no registers: which pins go where
//! ([`alternate`], [`pulses`]), and how clocks divide ([`I2cDivider`],
//! [`SampleClock`], [`spi_divider`]).
#![no_std]

#[cfg(all(target_arch = "arm", target_os = "none"))]
extern crate alloc;

mod i2c_clock;
#[cfg(all(target_arch = "arm", target_os = "none"))]
mod on_chip;
mod sample_clock;
mod spi_clock;
mod wiring;

pub use i2c_clock::I2cDivider;
#[cfg(all(target_arch = "arm", target_os = "none"))]
pub use on_chip::{I2c, Input, Interrupt, Output, Pulses, Samples, Spi, Stm32f4, Ticker, Wait};
pub use sample_clock::SampleClock;
pub use spi_clock::spi_divider;
pub use wiring::{PIN_COUNT, Pulse, Signal, alternate, pulses};
