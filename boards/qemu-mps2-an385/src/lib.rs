//! QEMU's mps2-an385, as a board that examples and firmware name.
//!
#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

mod audio;
mod flash;
mod touch;

use board_support::{HasDelay, I2cWires, Pin, Platform, SpiWires};
use platform_mps2_an385::{Delay, Mps2An385};

pub use audio::AUDIO_RING;
pub use flash::{FLASH_IDS, SPI_BYTES, SPI_QUEUE};
pub use touch::{TOUCH_RING, TOUCH_SIZE};

/// I2C of the shield: controller 3, which has no other pins.
pub const SHIELD_I2C: I2cWires = I2cWires {
    controller: 3,
    sda: Pin::gpio(0),
    scl: Pin::gpio(0),
    hz: 400_000,
};

/// SPI of the shield: controller 4, which has no other pins, and no chip
/// select. One device is on it at a time.
pub const SHIELD_SPI: SpiWires = SpiWires {
    controller: 4,
    sck: Pin::gpio(0),
    mosi: Pin::gpio(0),
    miso: Some(Pin::gpio(0)),
    cs: Pin::gpio(0),
    max_hz: 2_000_000,
};

/// The board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Board;

impl board_support::Board for Board {
    const NAME: &'static str = "qemu-mps2-an385";
}

impl HasDelay for Board {
    type Delay = Delay;

    fn delay() -> Delay {
        Mps2An385::delay()
    }
}
