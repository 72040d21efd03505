//! What the bring-ups of boards share, for any platform.
//!
//! A board's part is a `static` place: a [`TouchPlace`], [`PanelPlace`],
//! [`AudioPlace`] or [`SpiPlace`]. Opening a part is always the same three
//! steps, and what fails on the way leaves nothing half open:
//!
//! 1. `claim` takes the part for oneself, before any bus is touched;
//! 2. the chip's driver brings the chip up on the platform's bus;
//! 3. `open` puts the chip behind its rings and interrupts.
//!
//! What comes out implements the trait that a port wants. Dropping it switches
//! the interrupts off first, then the hardware, and frees the part at last.
//!
//! | part | at interrupt level | in the port's task |
//! |---|---|---|
//! | [`Touch`] | notes when the line fell, and rings | reads the controller, makes events |
//! | [`Audio`] | copies frames, and rings | writes frames, speaks to the codec |
//! | [`Spi`] | nothing | carries transactions out |
//! | [`OpenPanel`] | nothing | draws |
//!
//! Buses are so used by tasks only, and can be shared. A line that floats or
//! is stuck costs a bounded time: at most [`EDGES_PER_SECOND`] edges pass in a
//! second after a burst of [`BURST`], and one `drain` reads the controller at
//! most [`MAX_READS`] times and once more. What that leaves out is counted in
//! [`Faults`](class_touch::Faults), as are reports that were overwritten
//! because nobody drained in time: of a controller that pulses its line, each
//! edge is a read, or missed, or throttled. After an edge that was none of the
//! first there is a reading all the same, within a tick of 10 ms, so the last
//! report is told even if no edge comes after it.
//!
//! The places are locked by `critical-section`, for moments: whoever builds the
//! final artefact chooses an implementation, as for every library that uses it
//! (on a host, the feature `std` of `critical-section`).
//!
//! What several parts need at once, such as a supply, is [`Shared`], and what
//! must stay as it is while a part is open is [`Kept`] with its driver.
//!
//! # A board
//!
//! ```
//! use board_parts::{Touch, TouchPlace, TouchWiring};
//! use board_support::{Board, BoardError, Device, Edge, HasTouch, I2cWires, Pin, Platform};
//! use class_touch::{Doorbell, PanelSize, Report, TouchController, TouchError};
//! use embedded_hal::i2c::I2c;
//! # /// A chip that says nothing.
//! # pub struct Chip<I>(I);
//! # impl<I: I2c> Chip<I> {
//! #     fn open(bus: I) -> Result<Self, TouchError> { Ok(Self(bus)) }
//! # }
//! # impl<I: I2c> TouchController for Chip<I> {
//! #     type Error = I::Error;
//! #     fn read(&mut self) -> Result<Report, I::Error> { Ok(Report::Overfull { announced: 11 }) }
//! # }
//!
//! const BUS: I2cWires =
//!     I2cWires { controller: 0, sda: Pin::gpio(21), scl: Pin::gpio(22), hz: 400_000 };
//! const TOUCH_INT: Pin = Pin::gpio(39);
//! const TOUCH: Device = Device::new("ft6x36", 0x38);
//! const SIZE: PanelSize = PanelSize { width: 320, height: 240 };
//!
//! static TOUCH_PLACE: TouchPlace<64> = TouchPlace::new();
//!
//! /// The board, on whatever works its wires.
//! pub struct Core<P>(core::marker::PhantomData<P>);
//!
//! impl<P: Platform> Board for Core<P> {
//!     const NAME: &'static str = "core";
//! }
//!
//! impl<P: Platform> HasTouch for Core<P> {
//!     type Touch = Touch<P, Chip<P::I2c>, 64>;
//!
//!     fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
//!         let claim = TOUCH_PLACE.claim()?;
//!         let chip = Chip::open(P::i2c(&BUS)?).map_err(|error| TOUCH.touch_error(error))?;
//!         claim.open(TouchWiring::new(TOUCH_INT, Edge::Falling, SIZE), chip, doorbell)
//!     }
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod audio;
mod bell;
mod kept;
mod panel;
mod shared;
mod slot;
mod spi;
mod touch;

pub use audio::{Audio, AudioClaim, AudioPlace};
pub use kept::Kept;
pub use panel::{OpenPanel, PanelClaim, PanelPlace};
pub use shared::{Shared, User};
pub use spi::{Spi, SpiClaim, SpiPlace};
pub use touch::{
    BURST, EDGES_PER_SECOND, Follow, MAX_READS, Touch, TouchClaim, TouchPlace, TouchWiring,
};
