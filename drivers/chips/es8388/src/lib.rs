//! ES8388 codec for the audio class.
//!
//! Everest's stereo codec with two pairs of outputs: I2C at 0x10 or 0x11,
//! samples over I2S from whoever makes the clocks, 8 to 96 kHz, 16 to 32 bits.
//! Only playback is set up here; the recording side stays down.
//!
//! Registers are called as in Everest's drivers. [`Register`] lists those that
//! are written, and [`sequence`] says with what.
//!
//! # Volume
//!
//! The DACs' own: -96 dB at level 0, 0 dB at 255, in the nearest of their steps
//! of 0.5 dB. The outputs behind them stay at 0 dB.
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! Everest's data sheet was not at hand. The facts are those of Espressif's
//! `esp_codec_dev` and of Linux' `es8328`, for the part's elder sister with the
//! same registers; a public driver for Phytium's boards has the order of start.
//! Where they differ:
//!
//! | what | chosen here | others |
//! |---|---|---|
//! | `CONTROL1` | 0x12, no `EnRef`, as Espressif | with `EnRef` in Linux |
//! | `CONTROL2` | 0x50, as Espressif | 0x40, 0xC0 |
//! | blocks while registers are set | stopped, as Phytium | running in Espressif |
//! | cycles a sample, as a slave | told, as Espressif, by Linux' table | 128 always in Linux |
//! | masters above 12.288 MHz | halved, as Linux does as a master | none |
//! | `DACPOWER` when down | 0xC0, as after reset | 0x00 in Espressif |
//! | time to settle | 100 ms, as Linux from cold | none in Espressif |
//!
//! Not confirmed: the registers 0x35, 0x37 and 0x39, which no document names
//! and Espressif writes "to improve 8 kHz"; 96 kHz without `DACFsMode`, as
//! Linux; and a flag for lost clocks: none is known, so this driver never tells
//! [`AudioError::NoLock`](class_audio::AudioError::NoLock). Nor is an
//! identification known: whatever answers at the address is taken for the part.
//!
//! There is no published crate for it to be compared with.
//!
//! # Examples
//!
//! ```
//! use chip_es8388::{Address, Config, Es8388, MasterClock, Output};
//! use class_audio::{AudioError, Channels, Codec, Depth, Format};
//! use embedded_hal::{delay::DelayNs, i2c::I2c};
//!
//! fn quiet<I: I2c, T: DelayNs>(bus: I, delay: T) -> Result<(), AudioError> {
//!     let config = Config {
//!         address: Address::CeLow,
//!         output: Output::Both,
//!         master_clock: MasterClock::Times(256),
//!     };
//!     let mut codec = Es8388::new(bus, delay, config);
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
pub use clock::Clock;
pub use codec::{Address, Config, Es8388, Output};
pub use register::Register;
