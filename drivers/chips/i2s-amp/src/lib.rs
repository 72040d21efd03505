//! I2S amplifiers without a control bus, for the audio class.
//!
//! The MAX98357A and its like take their samples over I2S, find the rate and
//! the depth themselves, and have one pin besides: SD_MODE, low for shutdown.
//! NS4168 and others are alike. The facts are those of the MAX98357A's
//! datasheet (Analog Devices 19-6779, "SD_MODE and Shutdown Operation",
//! "MAX98357A/MAX98357B Digital Audio Interface Modes", "LRCLK").
//!
//! - Low on SD_MODE is shutdown, the only mute there is. High is on, and its
//!   voltage chooses the channel: the board's resistor decides between left,
//!   right, and the mean of both.
//! - Rates are 8, 16, 32, 44.1, 48, 88.2 and 96 kHz; 11.025, 12, 22.05 and
//!   24 kHz are expressly not supported. Samples have 16, 24 or 32 bits.
//! - The bit clock must not run without the word clock: the output could
//!   become a direct current. So the amplifier is shut down before the clocks
//!   stop, which is the order that [`Codec`](class_audio::Codec) asks for.
//!
//! An analog amplifier behind a codec has such a pin as well: [`Amplified`] is
//! the codec with it.
//!
//! # Volume
//!
//! There is one: the gain that the GAIN_SLOT pin is tied for. Level 0 shuts
//! the amplifier down, and every other level is 0 dB, as loud as the samples.
//!
//! # Examples
//!
//! ```
//! use chip_i2s_amp::I2sAmplifier;
//! use class_audio::{AudioError, Codec};
//! use embedded_hal::digital::OutputPin;
//!
//! fn quiet<P: OutputPin + Send + 'static>(sd_mode: P) -> Result<(), AudioError> {
//!     I2sAmplifier::new(sd_mode).power_down()
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod amplified;
mod amplifier;

pub use amplified::Amplified;
pub use amplifier::I2sAmplifier;
