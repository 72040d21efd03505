//! Why a part could not be brought up.

use core::fmt;

use class_touch::TouchError;
use embedded_hal::{digital, i2c};

/// Why [`Cst816s::open`](crate::Cst816s::open) failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpenError<E, P> {
    /// The bus failed; a part that is not there, or asleep, is a NACK of the
    /// address.
    Bus(E),
    /// The reset pin failed.
    Pin(P),
    /// Something answers at the address, but it is no CST816S. Nothing was
    /// written to it.
    WrongId {
        /// `ChipID` (0xA7) as read; [`PARTS`](crate::PARTS) are known.
        found: u8,
    },
}

impl<E: fmt::Debug, P: fmt::Debug> fmt::Display for OpenError<E, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bus(error) => write!(f, "I2C: {error:?}"),
            Self::Pin(error) => write!(f, "pin: {error:?}"),
            Self::WrongId { found } => write!(f, "no CST816S: ChipID is {found:#04x}"),
        }
    }
}

impl<E: fmt::Debug, P: fmt::Debug> core::error::Error for OpenError<E, P> {}

impl<E: i2c::Error, P: digital::Error> From<OpenError<E, P>> for TouchError {
    /// `found` is `ChipID`.
    fn from(error: OpenError<E, P>) -> Self {
        match error {
            OpenError::Bus(error) => Self::Bus(error.kind()),
            OpenError::Pin(error) => Self::Pin(error.kind()),
            OpenError::WrongId { found } => Self::WrongPart {
                expected: "cst816s",
                found: found.into(),
            },
        }
    }
}
