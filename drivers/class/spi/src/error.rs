//! Why a transaction was not taken.

use core::fmt;

/// Why a transaction was not taken. Nothing of it was queued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubmitError {
    /// As many transactions or bytes are in flight as there can be; there is
    /// room again once answers have been taken.
    Full,
    /// More bytes to write or to read than one transaction can have.
    TooLong {
        /// Bytes that it can have, each way.
        max: usize,
    },
}

impl fmt::Display for SubmitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("as many transactions are in flight as there can be"),
            Self::TooLong { max } => write!(f, "a transaction has at most {max} bytes each way"),
        }
    }
}

impl core::error::Error for SubmitError {}
