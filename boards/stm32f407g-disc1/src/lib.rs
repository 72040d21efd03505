//! STM32F407G-DISC1: the codec on board, touch and flash that are added.
//!
//! | part | chip | bus |
//! |---|---|---|
//! | sound | CS43L22 | I2C, I2S |
//! | touch | an FT6x36 of yours | I2C, shared with the codec |
//! | flash | an SPI NOR flash of yours | SPI, shared with the accelerometer |
//!
//! [`Disc1`] is the board on any platform, [`pins`] are its wires. The page
//! beside this crate has them in a table and a picture, says what of it could
//! not be confirmed, and what state the board is in.
//!
//! The board has no panel to draw on, so there is no `HasPanel`.
#![no_std]
#![forbid(unsafe_code)]

mod board;
#[cfg(not(target_os = "none"))]
mod host;
pub mod pins;

pub use board::{AUDIO_BYTES, Codec, Disc1, SPI_BYTES, SPI_QUEUE, TOUCH_EVENTS};

#[cfg(not(target_os = "none"))]
pub use host::Models;

board_support::forms! {
    board: Disc1,
    ffi: platform_ffi::Ffi,
    bare("arm"): platform_stm32f4::Stm32f4<{ pins::CRYSTAL_HZ }>,
    host: board_models::Machine<Models>,
}
