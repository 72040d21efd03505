//! ESP32-C3-DevKitM-1 with modules of yours: touch, panel, sound and flash.
//!
//! | part | module | bus |
//! |---|---|---|
//! | touch | FT6x36, such as FT6236 or FT6336U | I2C |
//! | panel, 240 x 320 | ST7789 | SPI |
//! | sound | MAX98357A | I2S |
//! | flash | an SPI NOR flash, such as a W25Q80 | SPI, shared with the panel |
//!
//! [`C3`] is the board on any platform, [`pins`] are the wires. The page beside
//! this crate has them in a table and a picture, says what of it could not be
//! confirmed, and what state the board is in.
//!
//! # Other modules
//!
//! This crate is meant to be copied (`just new-board NAME` makes one to begin
//! with) or changed: pins are in `pins.rs`; a glass of another size or colour
//! order is a constant in `board.rs`; another controller is one type and one
//! line of its bring-up: `Cst816s::open` of `chip-cst816s` takes the place of
//! `Ft6x36::open`, and wants a pin for its reset, which the panel's backlight
//! could give up.
#![no_std]
#![forbid(unsafe_code)]

mod board;
#[cfg(not(target_os = "none"))]
mod host;
pub mod pins;

pub use board::{AUDIO_BYTES, C3, Lcd, SPI_BYTES, SPI_QUEUE, TOUCH_EVENTS, TiedHigh};

#[cfg(not(target_os = "none"))]
pub use host::Models;

board_support::forms! {
    board: C3,
    ffi: platform_ffi::Ffi,
    bare("riscv32"): platform_esp32c3::Esp32c3,
    host: board_models::Machine<Models>,
}
