//! ES8311 codec for the audio class.
//!
//! Everest's mono codec: I2C at 0x18 or 0x19, samples over I2S from whoever
//! makes the clocks, 8 to 96 kHz, 16 to 32 bits. Of two channels it plays the
//! left. Only playback is set up here; the recording side stays down.
//!
//! Registers are called as in Everest's drivers, by their group and their
//! number; they are those of section 8 of the ES8311 datasheet (revision 8.0).
//! [`Register`] lists those that are written, and [`sequence`] says with what.
//!
//! # Volume
//!
//! Level *n* is register `DAC_REG32` = *n*: -95.5 dB at 0, 0 dB at 191, +32 dB
//! at 255, in steps of 0.5 dB.
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! Everest's documents were not at hand. The facts are those of drivers that
//! name them as their source, where they agree: two for Zephyr, one of them
//! tried on hardware, after the datasheet and the user guide (revision 1.11;
//! section 8 clocks, 9 power, 11 playback); the one in Linux
//! (`sound/soc/codecs/es8311.c`, 2024); Espressif's `esp_codec_dev`; and the
//! published [`es8311`] crate, beside which the tests hold the clocks. Where
//! they differ:
//!
//! | what | chosen here | others |
//! |---|---|---|
//! | clocks of recording, `CLK_MANAGER_REG01` bits 3 and 1 | off, as Linux | on in the others |
//! | 8 kHz from 3.072 or 18.432 MHz | 256 cycles a sample, as Linux | 384 and 512 in Espressif's and the crate |
//! | 64 kHz from 6.144 or 18.432 MHz | 256 cycles at single speed | 128 at double speed in Espressif's and the crate |
//! | masters so slow that only double speed would do | refused, as Linux | done in Espressif's and the crate |
//! | `DAC_OSR` | 16, which is cycles a sample by 16 as the guide has it | 32 up to 16 kHz in Espressif's |
//! | `MCLK_ON` with BCLK for a master | on | off in Linux |
//! | `ADC_REG1C` and the bias registers 0x10, 0x11 | as after reset, as Linux | set by some |
//! | time in reset | 20 ms, as the crate | 5 ms in Linux; the guide gives none |
//! | time for the analog part | 10 ms, as the one tried on hardware | none in the others |
//!
//! The crate takes `SDPIN_REG09` for what is recorded and `SDPOUT_REG0A` for
//! what is played; in the others it is the other way round, and here too.
//!
//! Not confirmed: the order of powering down, which is Espressif's; and a flag
//! for lost clocks: none is known, so this driver never tells
//! [`AudioError::NoLock`](class_audio::AudioError::NoLock).
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
