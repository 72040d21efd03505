//! ES8311 codec for the audio class.
//!
//! Everest's mono codec: I2C at 0x18 or 0x19, samples over I2S from whoever
//! makes the clocks, 8 to 96 kHz, 16 to 32 bits. Of two channels it plays the
//! left. Only playback is set up here; the recording side stays down.
//!
//! Registers are called as in Everest's ES8311 User Guide (revision 1.11), by
//! their group and number; [`Register`] lists those that are written, and
//! [`bring_up`](sequence) and the other tables say with what.
//!
//! # Volume
//!
//! Level *n* is register `DAC_REG32` = *n*: -95.5 dB at 0, 0 dB at 191, +32 dB
//! at 255, in steps of 0.5 dB.
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! The guide itself is not public; the facts are those on which Everest's and
//! the independent driver in Linux (`sound/soc/codecs/es8311.c`), Espressif's
//! `esp_codec_dev` and the published [`es8311`] crate agree, and the tests hold
//! the clocks against that crate. Where they differ:
//!
//! | what | chosen here | others |
//! |---|---|---|
//! | clocks of recording, `CLK_MANAGER_REG01` bits 3 and 1 | off | on in Espressif's and the crate |
//! | 8 kHz from 3.072 or 18.432 MHz | 256 cycles a sample, as Linux | 384 and 512 in the other two |
//! | 64 kHz from 6.144 or 18.432 MHz | 256 cycles at single speed | 128 at double speed in the other two |
//! | masters so slow that only double speed would do | refused, as Linux | done in the other two |
//! | `DAC_OSR` up to 16 kHz | 0x20, as Espressif's | 0x10 in the crate and Linux |
//! | `DAC_REG34`, `ADC_REG1C` and the bias registers 0x10, 0x11 | as after reset | set by some |
//! | time in reset | 20 ms, as Espressif's | 5 ms in Linux; the guide gives none |
//!
//! The crate takes `SDPIN_REG09` for what is recorded and `SDPOUT_REG0A` for
//! what is played; in the others it is the other way round, and here too.
//!
//! Not confirmed: that the state machine is up by the first sample (no source
//! waits for it), and a flag for lost clocks (none is known, so this driver
//! never tells [`AudioError::NoLock`](class_audio::AudioError::NoLock)).
//!
//! [`es8311`]: https://docs.rs/es8311/0.1.1
//!
//! # Examples
//!
//! ```
//! use chip_es8311::{Address, Es8311, MasterClock};
//! use class_audio::{AudioError, Channels, Codec, Depth, Format};
//! use embedded_hal::{delay::DelayNs, i2c::I2c};
//!
//! fn quiet<I, T>(bus: I, delay: T) -> Result<(), AudioError>
//! where
//!     I: I2c + Send + 'static,
//!     T: DelayNs + Send + 'static,
//! {
//!     let mut codec = Es8311::new(bus, delay, Address::CeLow, MasterClock::Times(256));
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

pub use clock::{Clock, MasterClock};
pub use codec::{Address, Es8311};
pub use register::Register;
