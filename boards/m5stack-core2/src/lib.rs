//! M5Stack Core2: touch, panel and speaker of an ESP32, behind an AXP192.
//!
//! | part | chip | bus |
//! |---|---|---|
//! | touch | FT6336U | I2C |
//! | panel, 320 x 240 | ILI9342C | SPI, shared with the SD slot |
//! | speaker | NS4168 | I2S |
//! | power | AXP192 | I2C, shared with touch |
//!
//! [`Core2`] is the board on any platform, [`pins`] are its wires. The page
//! beside this crate has them in a table and a picture, says what of it could
//! not be confirmed, and what state the board is in.
//!
//! # Bring-up
//!
//! Touch and panel hang on the AXP192: whichever is opened first switches the
//! rail LDO2 on, at 3.3 V, and resets both. While one is open, opening the
//! other does not disturb it. A board whose power controller is an AXP2101
//! (version 1.1) is refused: `{wrong_part, 74}`.
//!
//! There is no `HasSpi`: the only other device on an SPI bus is an SD card,
//! which wants to be selected for longer than a transaction.
#![no_std]
#![forbid(unsafe_code)]

mod board;
#[cfg(not(target_os = "none"))]
mod host;
pub mod pins;
mod power;

pub use board::{AUDIO_BYTES, Core2, Lcd, TOUCH_EVENTS};
pub use power::{Light, SpeakerSwitch};

#[cfg(not(target_os = "none"))]
pub use host::Models;

board_support::forms! {
    board: Core2,
    ffi: platform_ffi::Ffi,
    host: board_models::Machine<Models>,
}
