//! What a board is, and what it can carry.
//!
//! A board is a type that implements [`Board`], and one trait for each part it
//! carries: [`HasTouch`], [`HasPanel`], [`HasAudio`], [`HasSpi`], [`HasDelay`].
//! Whoever needs a part asks for the trait, and names no board:
//!
//! ```
//! use board_support::HasTouch;
//! use class_touch::{Doorbell, TouchEvent, TouchStream};
//!
//! fn how_many<B: HasTouch>(doorbell: impl Doorbell + Send + 'static) -> usize {
//!     let Ok(mut touch) = B::touch(doorbell) else { return 0 };
//!     let mut events = [TouchEvent::new(0, class_touch::TouchKind::Up, 0, 0, 0); 64];
//!     touch.drain(&mut events)
//! }
//! ```
//!
//! A board without the part is a compile error that says so:
//!
//! ```compile_fail
//! struct Plain;
//! impl board_support::Board for Plain {
//!     const NAME: &'static str = "plain";
//! }
//! fn needs_touch<B: board_support::HasTouch>() {}
//! needs_touch::<Plain>(); // the board `Plain` has no touch panel
//! ```
//!
//! What a board is made of is [wiring](Pin); who works the wires is a
//! [`Platform`], which [`forms`] chooses.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod board;
mod device;
mod error;
mod forms;
mod platform;
mod setting;
mod wiring;

pub use board::{Board, HasAudio, HasDelay, HasPanel, HasSpi, HasTouch, geometry};
pub use device::Device;
pub use error::BoardError;
pub use platform::{Feed, Handler, Platform};
pub use setting::Setting;
pub use wiring::{Edge, I2cWires, I2sWires, Pin, SpiWires};
