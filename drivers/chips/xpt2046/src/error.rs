//! Why there is no report.

use core::fmt;

use class_touch::TouchError;
use embedded_hal::spi;

/// Why a reading is not a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Error<E> {
    /// The bus failed.
    Bus(E),
    /// Every bit was read as one: nothing drives the line.
    Floating,
}

impl<E> From<E> for Error<E> {
    fn from(error: E) -> Self {
        Self::Bus(error)
    }
}

impl<E: fmt::Debug> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bus(error) => write!(f, "SPI: {error:?}"),
            Self::Floating => f.write_str("no XPT2046: the line floats"),
        }
    }
}

impl<E: fmt::Debug> core::error::Error for Error<E> {}

impl<E: spi::Error> From<Error<E>> for TouchError {
    /// A line that floats is a part whose every bit is one.
    fn from(error: Error<E>) -> Self {
        match error {
            Error::Bus(error) => Self::Spi(error.kind()),
            Error::Floating => Self::WrongPart {
                expected: "xpt2046",
                found: 0xFFFF,
            },
        }
    }
}
