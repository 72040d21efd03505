//! Panel controllers for the panel class: ST7789, ILI9341, ILI9342C, ILI9488.
//!
//! Controllers of the MIPI display command set on a four-wire SPI: clock and
//! data, a data/command pin, a reset pin or none, and a backlight.
//!
//! # What the published crate does, and what is done here
//!
//! The commands, the order in which they bring a controller up, and how it is
//! turned are [`mipidsi`]'s: [`MipiPanel`] calls its `Model`s. Three things are
//! done here instead of by its `Display` and `SpiInterface`:
//!
//! - bring-up that fails consumes the pins there; here the panel is darkened
//!   and put to sleep by the same pins;
//! - display off and sleep in at the end, which need commands that `Display`
//!   sends only by an unsafe call;
//! - writing without a way to panic, and without a buffer that a board would
//!   have to lend for ever.
//!
//! | command | code | sent |
//! |---|---|---|
//! | `SWRESET` | 0x01 | at bring-up, where there is no reset pin |
//! | `SLPIN` | 0x10 | on drop |
//! | `SLPOUT` | 0x11 | at bring-up |
//! | `NORON` | 0x13 | at bring-up |
//! | `INVOFF`, `INVON` | 0x20, 0x21 | at bring-up |
//! | `DISPOFF` | 0x28 | on drop |
//! | `DISPON` | 0x29 | at bring-up |
//! | `CASET`, `RASET`, `RAMWR` | 0x2A, 0x2B, 0x2C | for each window |
//! | `MADCTL` | 0x36 | at bring-up, and when turned |
//! | `COLMOD` | 0x3A | at bring-up: 0x55, 16 bits a pixel |
//! | `INVTR` | 0xB4 | at bring-up, ILI9341 and ILI9342C: column inversion off |
//! | `DFUNCTR` | 0xB6 | at bring-up, ILI9488: scanning from the first source and gate |
//!
//! An ILI9488 takes 16 bits a pixel in parallel only, so it stands behind a
//! [`Link::Converter`].
//!
//! # Examples
//!
//! ```
//! use chip_mipidsi::{Glass, MipiPanel, ST7789, Wires};
//! use class_panel::{Backlight, PanelConfig, PanelError};
//! use embedded_hal::{delay::DelayNs, digital::OutputPin, spi::SpiDevice};
//!
//! fn open<S, P, L, T>(wires: Wires<S, P, P>, light: L, delay: T, config: PanelConfig)
//!     -> Result<MipiPanel<ST7789, S, P, P, L, T>, PanelError>
//! where
//!     S: SpiDevice + Send + 'static,
//!     P: OutputPin + Send + 'static,
//!     L: Backlight,
//!     T: DelayNs + Send + 'static,
//! {
//!     MipiPanel::open(ST7789, wires, light, delay, Glass::default(), config)
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod glass;
mod ili9488;
mod panel;
mod wire;

pub use glass::{Glass, Link, Wires};
pub use ili9488::ILI9488Rgb565;
pub use mipidsi::NoResetPin;
pub use mipidsi::models::{ILI9341Rgb565, ILI9342CRgb565, ST7789};
pub use mipidsi::options::{ColorInversion, ColorOrder};
pub use panel::MipiPanel;
