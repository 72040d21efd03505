//! SSD0323 grey OLED controller for the panel class.
//!
//! Solomon Systech's controller of 128 by 80 pixels with 16 greys, on four-wire
//! SPI, behind glasses of 128 by 64 such as OSRAM's Pictiva.
//!
//! A byte of its memory is two pixels, and cannot be read over SPI: the driver
//! keeps the picture, 4 KiB, so that a pixel can be changed beside its
//! neighbour. [`grey`] says which grey a colour is. The picture is turned where
//! it is kept.
//!
//! An OLED has no backlight: the level is the contrast, in 128 steps, and 0
//! switches the panel off.
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! Solomon's data sheet was not at hand. Commands and their arguments are those
//! of QEMU's model, of a public demonstration for TI's board with this glass,
//! which has them from OSRAM's application note AN018, and of public drivers of
//! the sister part SSD1325. Not confirmed: everything that a model cannot show,
//! such as currents, voltages and times in [`INIT`], and what [`Glass`] is for
//! glasses other than that board's.
//!
//! There is no published crate for it to be compared with.
//!
//! # Examples
//!
//! ```
//! use chip_ssd0323::{FRAME_BYTES, Glass, Ssd0323};
//! use class_panel::{Panel, PanelError, Rgb565, Window};
//! use embedded_hal::{digital::OutputPin, spi::SpiDevice};
//!
//! type Memory = &'static mut [u8; FRAME_BYTES];
//!
//! fn white<S, D>(spi: S, dc: D, memory: Memory) -> Result<(), PanelError>
//! where
//!     S: SpiDevice + Send + 'static,
//!     D: OutputPin + Send + 'static,
//! {
//!     let mut panel = Ssd0323::open(spi, dc, memory, Glass::PICTIVA)?;
//!     if let Some(all) = Window::all(panel.geometry()) {
//!         panel.fill(all, Rgb565::new(31, 63, 31))?;
//!     }
//!     panel.set_backlight(128)
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod chip;
mod command;
mod frame;
mod grey;

pub use chip::{Glass, Ssd0323};
pub use command::INIT;
pub use frame::{FRAME_BYTES, UPRIGHT};
pub use grey::grey;
