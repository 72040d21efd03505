//! AXP192 power controller: rails, their voltages, and its pins.
//!
//! X-Powers' AXP192: three step-down converters and three regulators that can
//! be set, a switch for an external one, five pins, I2C at 0x34. Charging and
//! measuring are left as the part has them.
//!
//! **A rail may feed the processor that speaks here.** Which rail feeds what is
//! the board's knowledge, and a [`Setting`] that the part can do may still be
//! too much for what hangs on it.
//!
//! # Typed voltages
//!
//! A [`Setting`] is a rail and a voltage that this rail can do to the
//! millivolt; nothing is rounded. It can be made when the board is compiled:
//!
//! ```
//! use chip_axp192::{Rail, Setting};
//!
//! const PANEL: Setting = match Setting::new(Rail::Ldo2, 3_300) {
//!     Ok(setting) => setting,
//!     Err(_) => panic!("LDO2 cannot do that: this does not compile"),
//! };
//! assert_eq!(PANEL.millivolts(), 3_300);
//! assert!(Setting::new(Rail::Ldo2, 3_350).is_err());
//! ```
//!
//! # Where the facts come from, and what could not be confirmed
//!
//! X-Powers' data sheet was not at hand. Registers, ranges and steps are those
//! of Zephyr's regulator driver, and where they agree those of the published
//! [`axp192`] 0.2, beside which the tests hold this one on one model of the
//! registers; the pins are the crate's. Where they differ:
//!
//! | what | chosen here | others |
//! |---|---|---|
//! | highest voltage of DCDC1 and DCDC3 | 3.5 V, as the crate and Allwinner's driver | 3.875 V, all codes, in Zephyr |
//! | DCDC2 on | bit 0 of 0x10, as Zephyr | bit 4 of 0x12 in the crate |
//! | a voltage between two steps, or out of range | refused | rounded down or clamped in the crate |
//! | GPIO0 as LDOIO0 | 2, as the crate | 3 in a table of Zephyr's |
//! | LDOIO0 off | 7, floating | 5, low, in Zephyr |
//! | identification: 3 in register 0x03 | asked for, as Zephyr | not in the crate |
//!
//! Not confirmed: that both bits for DCDC2 are one switch, as an older public
//! library has it; and what a rail does while its voltage changes.
//!
//! [`axp192`]: https://docs.rs/axp192/0.2.0
//!
//! # Examples
//!
//! ```
//! use chip_axp192::{Axp192, Error, Level, Pin, Setting};
//! use embedded_hal::i2c::I2c;
//!
//! fn panel_on<I: I2c>(bus: I, panel: Setting) -> Result<(), Error<I::Error>> {
//!     let mut power = Axp192::open(bus)?;
//!     power.set(panel)?;
//!     power.switch(panel.rail(), true)?;
//!     power.drive(Pin::Gpio4, Level::Floating)
//! }
//! ```
#![no_std]
#![forbid(unsafe_code)]

mod chip;
mod error;
mod input;
mod pin;
mod rail;
mod setting;

pub use chip::Axp192;
pub use error::{Error, VoltageError};
pub use input::Input;
pub use pin::{Level, Pin};
pub use rail::{Field, Rail, Range};
pub use setting::Setting;
