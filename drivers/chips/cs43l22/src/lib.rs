//! CS43L22 codec for the audio class.
//!
//! Cirrus Logic's stereo DAC with headphone and speaker amplifiers: I2C at
//! 0x4A or 0x4B, samples over I2S, 4 to 96 kHz, up to 24 bits; of 32 it plays
//! the upper 24. It is the codec of ST's discovery boards.
//!
//! Registers are called as in the datasheet (DS792F2, March 2010), whose
//! sections [`Register`] names; [`sequence`] says what is written to them.
//!
//! # Volume
//!
//! The master volume, sections 7.19 of the datasheet: -102 dB at level 0,
//! +12 dB at 255, 0 dB at 228, in the nearest of its steps of 0.5 dB.
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! The sequences of sections 4.9, 4.10 and 4.11 are quoted word for word by
//! several independent public drivers; addresses, bits and values after reset
//! are those on which ST's, ChibiOS's and NuttX's drivers agree. Not confirmed:
//!
//! - how soon after power-up the status register tells of clocks that do not
//!   fit, and whether reading it clears it: [`Cs43l22`] discards the first
//!   reading, and then looks for 20 ms before it gives up;
//! - which bit of `ANALOG_ZC_SR` is which: two drivers differ, so all four are
//!   written alike;
//! - the time of a reset: 1 ms low and 1 ms high, as public drivers have it.
//!
//! # Examples
//!
//! ```
//! use chip_cs43l22::{Address, Config, Cs43l22, Output};
//! use class_audio::{AudioError, Channels, Codec, Depth, Format};
//! use embedded_hal::{delay::DelayNs, digital::OutputPin, i2c::I2c};
//!
//! fn quiet<I, R, T>(bus: I, reset: R, delay: T) -> Result<(), AudioError>
//! where
//!     I: I2c + Send + 'static,
//!     R: OutputPin + Send + 'static,
//!     T: DelayNs + Send + 'static,
//! {
//!     let config = Config { address: Address::Ad0Low, output: Output::Headphones, halve_mclk: false };
//!     let mut codec = Cs43l22::new(bus, reset, delay, config);
//!     codec.configure(Format {
//!         rate_hz: 48_000,
//!         depth: Depth::Bits16,
//!         channels: Channels::Stereo,
//!     })
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod codec;
mod register;
pub mod sequence;

pub use codec::{Address, Config, Cs43l22, Output};
pub use register::Register;
