//! Raspberry Pi Pico on Waveshare's Pico-ResTouch-LCD-3.5.
//!
//! | part | chip | bus |
//! |---|---|---|
//! | touch, one finger | XPT2046 | SPI, shared with the panel and the SD slot |
//! | panel, 320 x 480 | ILI9488 behind a converter to 16 bits | SPI |
//! | sound | a MAX98357A of yours | I2S by PIO |
//! | flash | an SPI NOR flash of yours | SPI |
//!
//! [`ResTouch`] is the board on any platform, [`pins`] are its wires. The page
//! beside this crate has them in a table and a picture, says what of it could
//! not be confirmed, and what state the board is in.
//!
//! # Bring-up
//!
//! Touch, panel and SD slot share a bus, so the slot is deselected for as long
//! as either of the others is open. The panel's controller takes words of 16
//! bits out of a shift register with a counter, which is brought into step
//! before the reset.
#![no_std]
#![forbid(unsafe_code)]

mod board;
#[cfg(not(target_os = "none"))]
mod host;
pub mod pins;

pub use board::{AUDIO_BYTES, CALIBRATION, Lcd, ResTouch, SPI_BYTES, SPI_QUEUE, TOUCH_EVENTS};

#[cfg(not(target_os = "none"))]
pub use host::Models;

board_support::forms! {
    board: ResTouch,
    ffi: platform_ffi::Ffi,
    bare("arm"): platform_rp2040::Rp2040,
    host: board_models::Machine<Models>,
}
