//! CST816S touch controller for the touch class.
//!
//! Hynitron's CST816S and its kin: capacitive, one finger, I2C at 0x15, an
//! interrupt line that falls for a report, and a sleep in which it does not
//! answer.
//!
//! # What the published crate does, and what is done here
//!
//! [`Cst816s`] stands on the published [`cst816s`] crate, and lends it the bus:
//! the reset, the reading and the decoding of a point are its calls. It keeps
//! three things to itself that a touch port needs, so the bus is lent through
//! a tap that notes them:
//!
//! - a failure of the bus: to the crate it is "no point", and the finger would
//!   seem lifted;
//! - a count of two to ten points, of which it returns the first, and of more,
//!   which is "no point" again: this part has one finger;
//! - who answers: it asks for no id.
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! Hynitron's documents were not at hand. The point's registers are the
//! crate's; chip id, interrupt control and sleep are those of Zephyr's `cst8xx`
//! driver and Waveshare's, who name the same registers. Where they are silent:
//!
//! - the crate takes bits 7:4 of `YposH` for a finger's number and the
//!   registers 0x07 and 0x08 for pressure and area; no other source has them.
//!   The one finger has id 0 here, and no pressure;
//! - gestures are not used: a port sees the finger itself. The sources do not
//!   agree on which of 1 and 2 is up;
//! - how long after a reset the part answers: 400 ms in the crate, 50 ms in
//!   Zephyr. The crate's is taken;
//! - an early CST716 and parts with other ids are refused: see [`PARTS`].
//!
//! [`cst816s`]: https://docs.rs/cst816s/1.0.1
//!
//! # Examples
//!
//! ```
//! use chip_cst816s::{Config, Cst816s, OpenError};
//! use class_touch::{Report, TouchController};
//! use embedded_hal::{delay::DelayNs, digital::StatefulOutputPin, i2c::I2c};
//!
//! fn touched<I: I2c, R: StatefulOutputPin>(
//!     bus: I,
//!     reset: R,
//!     delay: impl DelayNs,
//! ) -> Result<bool, OpenError<I::Error, R::Error>> {
//!     let mut touch = Cst816s::open(bus, reset, delay, Config::default())?;
//!     let report = touch.read().map_err(OpenError::Bus)?;
//!     Ok(matches!(report, Report::Contacts(contacts) if !contacts.is_empty()))
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod chip;
mod error;
mod tap;

pub use chip::{Config, Cst816s, PARTS};
pub use error::OpenError;
