//! ESP32-S3-BOX-3: touch, panel and sound of an ESP32-S3, a flash on its dock.
//!
//! | part | chip | bus |
//! |---|---|---|
//! | touch | TT21100 or GT911, found at start | I2C |
//! | panel, 320 x 240 | ILI9342C | SPI |
//! | sound | ES8311, and an amplifier that can be switched off | I2C, I2S |
//! | flash | an SPI NOR flash of yours, on the dock's second PMOD | SPI |
//!
//! [`S3Box3`] is the board on any platform, [`pins`] are its wires. The page
//! beside this crate has them in a table and a picture, says what of it could
//! not be confirmed, and what state the board is in.
//!
//! # Bring-up
//!
//! One line resets touch and panel, so whichever is opened first pulls it.
//! While one is open, opening the other does not disturb it.
//!
//! Where a TT21100 answers at 0x24, it is the touch panel, and its columns
//! count from the right; otherwise a GT911 is looked for at 0x5D and 0x14.
#![no_std]
#![forbid(unsafe_code)]

mod board;
#[cfg(not(target_os = "none"))]
mod host;
pub mod pins;
mod touch;

pub use board::{AUDIO_BYTES, Lcd, S3Box3, SPI_BYTES, SPI_QUEUE, Speaker, TOUCH_EVENTS};
pub use touch::Controller;

#[cfg(not(target_os = "none"))]
pub use host::Models;

board_support::forms! {
    board: S3Box3,
    ffi: platform_ffi::Ffi,
    host: board_models::Machine<Models>,
}
