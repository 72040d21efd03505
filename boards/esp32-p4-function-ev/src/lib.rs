//! ESP32-P4-Function-EV-Board: touch and sound of an ESP32-P4.
//!
//! | part | chip | bus |
//! |---|---|---|
//! | touch, 1024 x 600 | GT911 | I2C |
//! | sound | ES8311, and an amplifier that can be switched off | I2C, I2S |
//!
//! [`P4FunctionEv`] is the board on any platform, [`pins`] are its wires. The
//! page beside this crate has them in a table and a picture, says what of it
//! could not be confirmed, and what state the board is in.
//!
//! # What it has not
//!
//! The panel hangs on MIPI DSI, which takes a frame of pixels from memory all
//! the time: it is no panel that is drawn on by windows, so there is no
//! `HasPanel`. The SD slot is no `HasSpi`: a card wants to be selected for
//! longer than a transaction.
//!
//! # Bring-up
//!
//! The GT911 has no interrupt line to the processor, so it is read every 10 ms,
//! and is at 0x5D or at 0x14. Only if nothing answers there, the line that
//! resets panel and touch is pulled: a panel that shows something is not
//! disturbed by an opened touch panel.
#![no_std]
#![forbid(unsafe_code)]

mod board;
#[cfg(not(target_os = "none"))]
mod host;
pub mod pins;
mod touch;

pub use board::{AUDIO_BYTES, P4FunctionEv, Speaker, TOUCH_EVENTS};
pub use touch::Turned;

#[cfg(not(target_os = "none"))]
pub use host::Models;

board_support::forms! {
    board: P4FunctionEv,
    ffi: platform_ffi::Ffi,
    bare("riscv32"): platform_esp32p4::Esp32p4,
    host: board_models::Machine<Models>,
}
