//! Why a touch controller could not be brought up.

use core::fmt;

use embedded_hal::{digital, i2c, spi};

/// Why a touch controller could not be brought up; chips' own errors, which
/// say more, become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TouchError {
    /// The I2C bus failed; a part that is not there is a NACK of the address.
    Bus(i2c::ErrorKind),
    /// The SPI bus failed.
    Spi(spi::ErrorKind),
    /// A pin failed: reset or interrupt.
    Pin(digital::ErrorKind),
    /// Another part answers, or none.
    WrongPart {
        /// The part that belongs there, such as `ft6x36`.
        expected: &'static str,
        /// What it said instead, as the part's driver documents.
        found: u16,
    },
}

impl fmt::Display for TouchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bus(kind) => write!(f, "I2C: {kind}"),
            Self::Spi(kind) => write!(f, "SPI: {kind}"),
            Self::Pin(kind) => write!(f, "pin: {kind}"),
            Self::WrongPart { expected, found } => {
                write!(f, "no {expected}: a part with id {found:#06x} answers")
            }
        }
    }
}

impl core::error::Error for TouchError {}
