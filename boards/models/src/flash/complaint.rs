//! What a W25Q80 was asked that it does not do.

use std::fmt;

use embedded_hal::spi::Mode;

/// What a W25Q80 was asked that it does not do. It ignored the transaction,
/// unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlashComplaint {
    /// No such instruction, or one that is not modelled.
    Unknown(u8),
    /// Anything but a status register read, while it programs or erases.
    Busy(u8),
    /// Anything but a release, while it is powered down.
    PoweredDown(u8),
    /// A program or erase without the write enable latch (WEL).
    NotEnabled(u8),
    /// The select line rose before the instruction was complete.
    Short {
        /// The instruction.
        instruction: u8,
        /// The bytes that came, it included.
        bytes: usize,
    },
    /// The select line did not rise where the instruction ends.
    Long {
        /// The instruction.
        instruction: u8,
        /// The bytes that came, it included.
        bytes: usize,
    },
    /// An address beyond the last byte. The part does not decode the bits
    /// above, so it went on with the rest of the address.
    Address(u32),
    /// An SPI mode that is not 0 or 3. Reads give 0xFF.
    Mode(Mode),
    /// A clock that is faster than the instruction allows. Reads give 0xFF.
    Clock {
        /// The instruction.
        instruction: u8,
        /// The clock, in Hz.
        hz: u32,
    },
}

impl fmt::Display for FlashComplaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Unknown(code) => write!(f, "no instruction {code:#04x}"),
            Self::Busy(code) => write!(f, "busy when {code:#04x} came"),
            Self::PoweredDown(code) => write!(f, "powered down when {code:#04x} came"),
            Self::NotEnabled(code) => write!(f, "not write-enabled when {code:#04x} came"),
            Self::Short { instruction, bytes } => {
                write!(f, "{instruction:#04x} ended after {bytes} bytes")
            }
            Self::Long { instruction, bytes } => {
                write!(f, "{instruction:#04x} went on for {bytes} bytes")
            }
            Self::Address(address) => write!(f, "no address {address:#08x}"),
            Self::Mode(mode) => write!(f, "SPI {mode:?} is not mode 0 or 3"),
            Self::Clock { instruction, hz } => {
                write!(f, "{hz} Hz is too fast for {instruction:#04x}")
            }
        }
    }
}

impl std::error::Error for FlashComplaint {}
