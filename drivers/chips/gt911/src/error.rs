//! Why a part could not be brought up.

use core::fmt;

use class_touch::TouchError;
use embedded_hal::i2c;

/// Why [`Gt911::open`](crate::Gt911::open) failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpenError<E> {
    /// The bus failed; a part that is not there is a NACK of the address.
    Bus(E),
    /// Something answers at the address, but it is no GT911. Nothing was
    /// written to it.
    WrongId {
        /// `Product ID` (0x8140 to 0x8143) as read; `911` and a zero is the
        /// part.
        found: [u8; 4],
    },
}

impl<E> From<E> for OpenError<E> {
    fn from(error: E) -> Self {
        Self::Bus(error)
    }
}

impl<E: fmt::Debug> fmt::Display for OpenError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bus(error) => write!(f, "I2C: {error:?}"),
            Self::WrongId { found } => {
                write!(f, "no GT911: product id {}", found.escape_ascii())
            }
        }
    }
}

impl<E: fmt::Debug> core::error::Error for OpenError<E> {}

impl<E: i2c::Error> From<OpenError<E>> for TouchError {
    /// `found` is the product id's digits as far as they are some, read as
    /// decimal: 928 for a GT928; 0 without digits, and 65535 above.
    fn from(error: OpenError<E>) -> Self {
        match error {
            OpenError::Bus(error) => Self::Bus(error.kind()),
            OpenError::WrongId { found } => Self::WrongPart {
                expected: "gt911",
                found: decimal(found),
            },
        }
    }
}

fn decimal(id: [u8; 4]) -> u16 {
    let digits = id.iter().take_while(|digit| digit.is_ascii_digit());
    digits.fold(0_u16, |sum, digit| {
        sum.saturating_mul(10)
            .saturating_add(u16::from(digit - b'0'))
    })
}
