//! WM8750 codec for the audio class.
//!
//! Wolfson's stereo codec with two pairs of outputs: I2C at 0x1A or 0x1B,
//! samples over I2S from whoever makes the clocks, 8 to 96 kHz, 16 to 32 bits.
//! Only playback is set up here; the recording side stays down.
//!
//! Its registers can only be written: a [`Register`] is seven bits, its value
//! nine ([`bytes`]); [`sequence`] says what is written.
//!
//! # Volume
//!
//! The DACs' own: -127 dB at level 0, 0 dB at 255, in steps of 0.5 dB. The
//! outputs behind them stay at 0 dB.
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! Wolfson's product data was not at hand. Registers, their bits and the table
//! of rates are those of Linux' `wm8750` and of QEMU's model of the part, which
//! agree; the second in which the reference charges is Linux'. Not confirmed:
//! that volumes need no wait for a zero of the signal; and a flag for lost
//! clocks: nothing can be read, so this driver never tells
//! [`AudioError::NoLock`](class_audio::AudioError::NoLock), and whatever
//! acknowledges the address is taken for the part.
//!
//! There is no published crate for it to be compared with. The driver runs
//! against QEMU's model, which takes every write (`just test-emulated`).
//!
//! # Examples
//!
//! ```
//! use chip_wm8750::{Address, Config, MasterClock, Output, Wm8750};
//! use class_audio::{AudioError, Channels, Codec, Depth, Format};
//! use embedded_hal::{delay::DelayNs, i2c::I2c};
//!
//! fn quiet<I: I2c, T: DelayNs>(bus: I, delay: T) -> Result<(), AudioError> {
//!     let config = Config {
//!         address: Address::CsbLow,
//!         output: Output::First,
//!         master_clock: MasterClock::Times(256),
//!     };
//!     let mut codec = Wm8750::new(bus, delay, config);
//!     codec.configure(Format {
//!         rate_hz: 44_100,
//!         depth: Depth::Bits16,
//!         channels: Channels::Stereo,
//!     })
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod clock;
mod codec;
mod register;
pub mod sequence;

pub use class_audio::MasterClock;
pub use clock::sample_rate;
pub use codec::{Address, Config, Output, Wm8750};
pub use register::{Register, Write, bytes};
