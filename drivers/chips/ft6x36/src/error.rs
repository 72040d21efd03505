//! Why a part could not be brought up.

use core::fmt;

use class_touch::TouchError;
use embedded_hal::i2c;

/// Why [`Ft6x36::open`](crate::Ft6x36::open) failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OpenError<E> {
    /// The bus failed; a part that is not there is a NACK of the address.
    Bus(E),
    /// Something answers at the address, but it is no FT6x36. Nothing was
    /// written to it.
    WrongId {
        /// `ID_G_CIPHER` (0xA3) as read; 0x06, 0x36 and 0x64 are known.
        cipher: u8,
        /// `ID_G_FOCALTECH_ID` (0xA8) as read; 0x11 is FocalTech.
        focaltech: u8,
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
            Self::WrongId { cipher, focaltech } => write!(
                f,
                "no FT6x36: ID_G_CIPHER is {cipher:#04x}, ID_G_FOCALTECH_ID is {focaltech:#04x}"
            ),
        }
    }
}

impl<E: fmt::Debug> core::error::Error for OpenError<E> {}

impl<E: i2c::Error> From<OpenError<E>> for TouchError {
    /// `found` is the maker's id, then the part's.
    fn from(error: OpenError<E>) -> Self {
        match error {
            OpenError::Bus(error) => Self::Bus(error.kind()),
            OpenError::WrongId { cipher, focaltech } => Self::WrongPart {
                expected: "ft6x36",
                found: u16::from_be_bytes([focaltech, cipher]),
            },
        }
    }
}
