//! GT911 touch controller for the touch class.
//!
//! Goodix' GT911: capacitive, five fingers, I2C at 0x5D or 0x14, registers of
//! 16-bit addresses, an interrupt line for every report. Places come in the
//! panel's own pixels, which [`Gt911::size`] tells.
//!
//! # A report and its buffer
//!
//! The part fills a buffer, sets `buffer status`, and does not touch it again
//! until that is cleared. [`Gt911::read`](class_touch::TouchController::read)
//! clears it after every report, those that cannot be included: the part would
//! never report again otherwise. If the bus fails before that, the report stays
//! in the part and the next reading has it. A reading before there is a new
//! report has the fingers of the last one.
//!
//! # Why not the published crate
//!
//! The published [`gt911`] 0.3 has the same registers, and the tests hold this
//! driver beside it on one model of them. A port cannot stand on it: more than
//! five points, which is what a part says that is being reset, are an assertion
//! there, and a panic in an interrupt; it writes to the part before it knows
//! that it is one; and it hides which other part answered.
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! Goodix' documents were not at hand. Registers, addresses, bits and times are
//! those of Linux' `goodix` driver; the resolution at 0x8146 is named in a
//! public library for the part; Espressif's driver has the same places for
//! status and points. Not confirmed:
//!
//! - that the resolution there is that of the places, as its name says;
//! - that what is reported as size grows with pressure. Espressif's driver calls
//!   it strength, Linux a width; it becomes the pressure here, at most 255;
//! - that a track id is at most 15, as Linux has it.
//!
//! Linux tells that the status may come up to 10 ms after the interrupt, and
//! waits. An interrupt handler cannot: a board either reads on the next
//! interrupt, or again after that time.
//!
//! [`gt911`]: https://docs.rs/gt911/0.3.0
//!
//! # Examples
//!
//! ```
//! use chip_gt911::{Gt911, OpenError};
//! use class_touch::{Report, TouchController};
//! use embedded_hal::i2c::I2c;
//!
//! fn fingers<I: I2c>(bus: I) -> Result<usize, OpenError<I::Error>> {
//!     let mut touch = Gt911::find(bus)?;
//!     Ok(match touch.read()? {
//!         Report::Contacts(contacts) => contacts.len(),
//!         Report::Overfull { .. } => 0,
//!     })
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod chip;
mod error;
mod points;
mod reset;
mod status;

pub use chip::{Address, Gt911};
pub use error::OpenError;
pub use points::{POINT, decode};
pub use reset::select_address;
pub use status::{MAX_POINTS, Status};
