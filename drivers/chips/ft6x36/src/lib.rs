//! FT6x36 touch controller for the touch class.
//!
//! FocalTech's FT6206, FT6236 and FT6336U: capacitive, two fingers, I2C at
//! 0x38, an interrupt line that falls for every report. Register names follow
//! FocalTech's application note for the FT6x06 and FT6x36.
//!
//! # What the published crate does, and what is done here
//!
//! [`Ft6x36`] stands on the published [`ft6x36`] crate, and lends it the bus:
//! bring-up, thresholds and periods are its calls, and so is the decoding of a
//! point's place and event flag. Three things it does not give, and a touch
//! port needs:
//!
//! - the touch id and the weight of a point (`Pn_YH` bits 7:4, `Pn_WEIGHT`);
//! - the place of a lift that leaves no finger on the glass: it takes
//!   `TD_STATUS` = 0 for "no points", though the flag of `P1_XH` says "lift up";
//! - the difference between "no finger" and a count that cannot be, such as
//!   255 from a part that is being reset: it takes both for "no points", and
//!   every finger would seem lifted.
//!
//! Nor does it show the ids that it reads at bring-up. So the report's 15
//! registers and the two ids are read here; see [`Block`].
//!
//! # Examples
//!
//! ```
//! use chip_ft6x36::{Config, Ft6x36};
//! use class_touch::{Report, TouchController};
//! use embedded_hal::i2c::I2c;
//!
//! fn fingers<I: I2c>(bus: I) -> Result<usize, chip_ft6x36::OpenError<I::Error>> {
//!     let mut touch = Ft6x36::open(bus, Config::default())?;
//!     Ok(match touch.read()? {
//!         Report::Contacts(contacts) => contacts.len(),
//!         Report::Overfull { .. } => 0,
//!     })
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod block;
mod chip;
mod error;

pub use block::{Block, MAX_POINTS};
pub use chip::{Config, Ft6x36};
pub use error::OpenError;
