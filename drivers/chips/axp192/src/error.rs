//! Why the part did not do it.

use core::fmt;

use crate::{Rail, Range};

/// A voltage that a rail cannot do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VoltageError {
    /// Below or above its range.
    OutOfRange {
        /// The rail.
        rail: Rail,
        /// What it can do.
        range: Range,
    },
    /// Between two of its steps.
    BetweenSteps {
        /// The rail.
        rail: Rail,
        /// What it can do.
        range: Range,
    },
}

impl fmt::Display for VoltageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::OutOfRange { rail, range } | Self::BetweenSteps { rail, range }) = self;
        let Range { min, max, step } = range;
        write!(f, "{rail:?} has {min} to {max} mV in steps of {step} mV")
    }
}

impl core::error::Error for VoltageError {}

/// Why the part did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Error<E> {
    /// The bus failed; a part that is not there is a NACK of the address.
    Bus(E),
    /// Something answers at the address, but it is no AXP192. Nothing was
    /// written to it.
    WrongId {
        /// Register 0x03 as read; 3 is the part, 0x4A an AXP2101.
        found: u8,
    },
    /// A register holds a code past the highest voltage of its rail.
    Code {
        /// The rail.
        rail: Rail,
        /// As read.
        code: u8,
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
            Self::WrongId { found } => write!(f, "no AXP192: id is {found:#04x}"),
            Self::Code { rail, code } => write!(f, "{rail:?} is set to {code:#04x}"),
        }
    }
}

impl<E: fmt::Debug> core::error::Error for Error<E> {}
