//! Why a part of a board could not be opened.

use core::fmt;

use embedded_hal::i2c;

/// Why a part of a board could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoardError {
    /// The part is open already, and is exclusive.
    Busy,
    /// The I2C bus failed; a part that is not there is a NACK of the address.
    Bus(i2c::ErrorKind),
    /// Another part answers at the part's address.
    WrongPart {
        /// The part that belongs there, such as `ft6x36`.
        expected: &'static str,
        /// What its identification registers read, the maker's high, the
        /// part's low.
        found: u16,
    },
    /// The board was told something that it cannot do. No bus was touched.
    Config {
        /// What was set wrongly, such as `SIM_SPEED`.
        setting: &'static str,
        /// The line, from 1, where the setting names a file.
        line: Option<u32>,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The host ran out of something that the part needs, such as a thread.
    NoResources(&'static str),
}

impl fmt::Display for BoardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("already open"),
            Self::Bus(kind) => write!(f, "I2C: {kind}"),
            Self::WrongPart { expected, found } => {
                write!(f, "no {expected}: a part with id {found:#06x} answers")
            }
            Self::Config {
                setting,
                line: Some(line),
                reason,
            } => write!(f, "{setting}: line {line}: {reason}"),
            Self::Config {
                setting,
                line: None,
                reason,
            } => write!(f, "{setting}: {reason}"),
            Self::NoResources(what) => write!(f, "out of {what}"),
        }
    }
}

impl core::error::Error for BoardError {}
