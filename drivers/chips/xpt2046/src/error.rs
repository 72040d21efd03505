//! Why there is no report.

use core::fmt;

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
