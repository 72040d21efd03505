//! Why a codec or a sample path did not do what it was asked.

use core::convert::Infallible;
use core::fmt;

use embedded_hal::{digital, i2c};

/// Why a codec or a sample path did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AudioError {
    /// The control bus failed; a codec that is not there is a NACK of the
    /// address.
    Bus(i2c::ErrorKind),
    /// A pin failed: shutdown, mute or reset.
    Pin(digital::ErrorKind),
    /// Another part answers at the codec's address. Nothing was written to
    /// it.
    WrongPart {
        /// The part that belongs there, such as `es8311`.
        expected: &'static str,
        /// What its identification registers read, as the part's driver
        /// documents.
        found: u16,
    },
    /// The codec does not follow the clocks that the path gives it.
    NoLock,
    /// The codec or the path cannot do that many frames in a second.
    Rate,
    /// The codec or the path cannot do samples of that many bits.
    Depth,
    /// The codec or the path cannot do that many channels.
    Channels,
    /// The sample path failed; the number is its driver's own.
    Path(i32),
    /// The codec lost its registers, was set up again, and lost them again, or
    /// could not be set up again: its supply is not good. It is quiet until it
    /// is opened again.
    CodecReset,
}

impl fmt::Display for AudioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bus(kind) => write!(f, "I2C: {kind}"),
            Self::Pin(kind) => write!(f, "pin: {kind}"),
            Self::WrongPart { expected, found } => {
                write!(f, "no {expected}: a part with id {found:#06x} answers")
            }
            Self::NoLock => f.write_str("the codec does not follow the clocks"),
            Self::Rate => f.write_str("the sample rate is not supported"),
            Self::Depth => f.write_str("the bit depth is not supported"),
            Self::Channels => f.write_str("the number of channels is not supported"),
            Self::Path(code) => write!(f, "sample path: error {code}"),
            Self::CodecReset => f.write_str("the codec was reset in mid-playback"),
        }
    }
}

impl core::error::Error for AudioError {}

impl From<Infallible> for AudioError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
