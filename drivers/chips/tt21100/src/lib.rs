//! TT21100 touch controller for the touch class.
//!
//! Cypress', now Parade's, TT21100: capacitive, ten fingers, I2C at 0x24, an
//! interrupt line that is low while a message waits.
//!
//! # Messages
//!
//! There are no registers to read: whoever reads gets the waiting message from
//! its beginning, and its first two bytes are its length. Reading those alone
//! leaves it waiting; reading all of it takes it.
//!
//! | length | message |
//! |---|---|
//! | 0, 2 | none waits; the part was reset |
//! | 14 | buttons, not used here |
//! | 7 + 10 *n* | *n* fingers: [`Header`], then [`decode`] |
//!
//! A reading without a message of fingers has those of the last one.
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! No data sheet is public. Address, lengths and the layout of a message are
//! those of Espressif's driver and of the published [`tt21100`] 0.1, for an
//! embedded-hal that is no more; the tests hold this driver beside it on one
//! model of the part. They differ in the order of the bits of a byte, and
//! Linux' `cyttsp5`, for the same maker's parts, decides for the crate: the
//! count is bits 4:0 of its byte, and so is the finger's number. Not confirmed:
//!
//! - that event 3 is a lift. If it is not, a lift is told by the next message,
//!   as by all drivers above;
//! - that there can be ten fingers: the crate takes two, Espressif five, a
//!   public library's text says ten;
//! - what a part does with a message that is not read to its end. One that
//!   cannot be is an error here, and is left waiting.
//!
//! The part has no identification that those drivers read: [`Tt21100::open`]
//! takes any that speaks in such lengths.
//!
//! [`tt21100`]: https://docs.rs/tt21100/0.1.0
//!
//! # Examples
//!
//! ```
//! use chip_tt21100::{Error, Tt21100};
//! use class_touch::{Report, TouchController};
//! use embedded_hal::i2c::I2c;
//!
//! fn fingers<I: I2c>(bus: I) -> Result<usize, Error<I::Error>> {
//!     let mut touch = Tt21100::open(bus)?;
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
mod header;
mod length;
mod record;

pub use chip::Tt21100;
pub use error::Error;
pub use header::Header;
pub use length::{Length, MAX_POINTS};
pub use record::{RECORD, decode};
