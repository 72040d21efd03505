//! What can be refused.

use core::fmt;

/// There is no free slot. The value is handed back.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Full<T>(pub T);

impl<T> fmt::Debug for Full<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Full(..)")
    }
}

impl<T> fmt::Display for Full<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the table is full")
    }
}

impl<T> core::error::Error for Full<T> {}

/// Why a table could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CapacityError {
    /// More slots than a handle can tell apart.
    TooMany {
        /// The slots that were asked for.
        asked: usize,
        /// The most that there can be.
        most: usize,
    },
    /// There is no memory for that many slots.
    OutOfMemory,
}

impl fmt::Display for CapacityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { asked, most } => {
                write!(f, "{asked} slots in a table of at most {most}")
            }
            Self::OutOfMemory => f.write_str("no memory for the table"),
        }
    }
}

impl core::error::Error for CapacityError {}
