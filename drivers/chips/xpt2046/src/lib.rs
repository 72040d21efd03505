//! XPT2046 resistive touch controller for the touch class.
//!
//! Xptek's part, made after Texas Instruments' ADS7846 and TSC2046: a 12-bit
//! converter with switches for the four wires of a resistive panel, on SPI in
//! mode 0 at up to 2.5 MHz, and an interrupt line, `PENIRQ`, that is low while
//! the panel is touched and nobody reads. It knows one finger.
//!
//! # One reading
//!
//! [`Frame`] is one transfer of 31 bytes, 124 us at 2 MHz: `Z1`, `Z2`, six
//! times y, six times x, `Z1` again. Of each six the first is thrown away,
//! because the panel has just been switched and still settles; the median of
//! the other five is the place ([`median`]), so up to two wild conversions of
//! five change nothing. A finger that is on the panel only for the first or
//! only for the second `Z1` was on its way, and is not reported.
//!
//! [`Panel`] tells how hard: the resistance between the two sheets is
//! `x_plate_ohms * x / 4096 * (Z2 / Z1 - 1)`, less for a harder touch.
//! [`Calibration`] turns what was converted into places on the display.
//!
//! # When to read
//!
//! On a falling `PENIRQ`, and from then on at intervals until a report has no
//! contact: the line tells of no lift. A reading makes the line go low by
//! itself; what its edges say meanwhile is to be ignored.
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! Xptek's data sheet was not at hand. Control byte, order of a conversion's
//! bits, and which switches each conversion closes are those of Linux's
//! `ads7846` driver, and two public XPT2046 libraries use the same bytes; the
//! formula of the resistance is that driver's and also stands in the manuals of
//! Microchip's SAM9 (four wires, `Xpos`, `Z1`, `Z2`). Not confirmed:
//!
//! - that the part answers a control byte while the last byte of the conversion
//!   before goes out, 16 clocks a conversion. The libraries do so;
//! - the fastest clock; the board chooses it;
//! - the limits in [`Panel::TYPICAL`]: they differ from panel to panel;
//! - how many conversions the panel takes to settle. One, as in the libraries.
//!
//! The part has no identification: [`Xpt2046::open`] can tell a line that
//! floats high from a part, but not one that is held low from an idle panel.
//!
//! The published `xpt2046` 0.3.0 takes an alpha of embedded-hal, which Cargo
//! does not let stand beside embedded-hal 1, so there is no comparison with it.
//!
//! # Examples
//!
//! ```
//! use chip_xpt2046::{Calibration, Error, Panel, Xpt2046};
//! use class_touch::{Report, TouchController};
//! use embedded_hal::spi::SpiDevice;
//!
//! fn touched<S: SpiDevice>(spi: S) -> Result<bool, Error<S::Error>> {
//!     let calibration = Calibration::from_edges((300, 3_800), (250, 3_900), (320, 480));
//!     let mut touch = Xpt2046::open(spi, Panel::TYPICAL, calibration)?;
//!     Ok(matches!(touch.read()?, Report::Contacts(contacts) if !contacts.is_empty()))
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod calibration;
mod chip;
mod error;
mod frame;
mod median;
mod panel;

pub use calibration::Calibration;
pub use chip::Xpt2046;
pub use error::Error;
pub use frame::{Frame, Sample};
pub use median::median;
pub use panel::Panel;
