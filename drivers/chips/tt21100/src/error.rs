//! Why there is no report.

use core::fmt;

use class_touch::TouchError;
use embedded_hal::i2c;

/// Why a message is not a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Error<E> {
    /// The bus failed; a part that is not there is a NACK of the address.
    Bus(E),
    /// No message of the part has that length: it is another part, or nothing
    /// drives the bus. Or the message is another than the one whose length was
    /// read before.
    Length {
        /// As read.
        found: u16,
    },
    /// A message in the length of a touch report that is none.
    NoTouchReport {
        /// The id of the report as read; 1 is that of touch reports.
        id: u8,
    },
}

impl<E> From<E> for Error<E> {
    fn from(error: E) -> Self {
        Self::Bus(error)
    }
}

impl<E: fmt::Debug> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bus(error) => write!(f, "I2C: {error:?}"),
            Self::Length { found } => write!(f, "no message of a TT21100: {found} bytes"),
            Self::NoTouchReport { id } => write!(f, "no touch report: id {id}"),
        }
    }
}

impl<E: fmt::Debug> core::error::Error for Error<E> {}

impl<E: i2c::Error> From<Error<E>> for TouchError {
    /// `found` is the length of the message, or the id of the report.
    fn from(error: Error<E>) -> Self {
        let expected = "tt21100";
        match error {
            Error::Bus(error) => Self::Bus(error.kind()),
            Error::Length { found } => Self::WrongPart { expected, found },
            Error::NoTouchReport { id } => Self::WrongPart {
                expected,
                found: id.into(),
            },
        }
    }
}
