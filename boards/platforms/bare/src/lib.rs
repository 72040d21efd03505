//! What platforms share, those without an operating system most of all.
//!
//! A platform brings registers, or calls of C; what is the same for several of
//! them is here, and is tested on the host:
//!
//! | | |
//! |---|---|
//! | [`Fault`] | why a platform did not do it, for boards, buses and players |
//! | [`Handlers`] | what interrupts call, and how it is taken away from them |
//! | [`Claims`] | which pins are open, and as what |
//! | [`Buses`] | a controller that several handles share, closed with the last |
//! | [`bus_clear`] | an I2C bus that a device holds low is freed |
//! | [`SpiOf`] | a device on such a bus, with a clock and a mode of its own |
//! | [`Wide`] | a counter of 32 bits as one of 64 |
//! | [`Divider`] | a timer's prescaler and reload for a period |
//! | [`samples`], [`slots`] | the samples of a format, as an I2S controller wants them |
//! | [`Halves`] | the two halves of a buffer that a DMA plays over and over |
#![no_std]
#![forbid(unsafe_code)]

mod bus_clear;
mod buses;
mod claims;
mod divider;
mod fault;
mod halves;
mod handlers;
mod samples;
mod spi;
mod wide;

pub use bus_clear::{I2cLines, bus_clear, i2c_timeout_us};
pub use buses::{BusOf, Buses};
pub use claims::{Claim, Claims, Role};
pub use divider::Divider;
pub use fault::Fault;
pub use halves::{Halves, slot_bits, slots};
pub use handlers::Handlers;
pub use samples::samples;
pub use spi::{SetSpi, SpiOf};
pub use wide::Wide;

use board_support::BoardError;

/// The processor has no such controller.
#[must_use]
pub const fn no_controller(what: &'static str) -> BoardError {
    config(what, Fault::NoController.words())
}

/// The processor has no such pin, or not for this use.
#[must_use]
pub const fn no_pin(what: &'static str) -> BoardError {
    config(what, Fault::NoPin.words())
}

const fn config(setting: &'static str, reason: &'static str) -> BoardError {
    BoardError::Config {
        setting,
        line: None,
        reason,
    }
}
