//! What an ES8311 was asked that it does not do, or should not be asked.

use std::fmt;

/// What an ES8311 was asked that it does not do, or should not be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodecComplaint {
    /// No such register. The byte was ignored, or read as 0.
    Unknown(u8),
    /// A register that only reads: the identification. The byte was ignored.
    ReadOnly(u8),
    /// Bits that the data sheet reserves, or a value that it does not define.
    /// It was taken as it was.
    Reserved {
        /// The register.
        register: u8,
        /// What was written.
        value: u8,
    },
    /// More than one register in a write or a read: the data sheet shows one
    /// at a time. The rest was ignored, or read as 0.
    Burst {
        /// The register that the transfer began with.
        register: u8,
    },
    /// Power or a clock was taken from the converter while it sounded: a pop.
    Pop {
        /// The register that did it.
        register: u8,
    },
    /// The path's clocks stopped while it sounded.
    ClockLost,
    /// Samples of another depth than `SDPIN` (09h) is set to: noise, of which
    /// nothing was played.
    Depth {
        /// Bits that the register stands for; 0 for a reserved value.
        expected: u8,
        /// Bits that came.
        got: u8,
    },
    /// The dividers make another clock than the DAC's 256 cycles a sample out
    /// of the path's clocks. Nothing was played.
    Clock {
        /// Cycles of a sample before the dividers.
        cycles: u32,
    },
    /// It waits for a master clock, and the path has none. Nothing was played.
    NoMasterClock,
}

impl fmt::Display for CodecComplaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Unknown(register) => write!(f, "no register {register:#04x}"),
            Self::ReadOnly(register) => write!(f, "{register:#04x} only reads"),
            Self::Reserved { register, value } => {
                write!(f, "{value:#04x} in {register:#04x} is reserved")
            }
            Self::Burst { register } => write!(f, "more than a register from {register:#04x}"),
            Self::Pop { register } => {
                write!(f, "{register:#04x} switched it off while it sounded")
            }
            Self::ClockLost => f.write_str("the clocks stopped while it sounded"),
            Self::Clock { cycles } => {
                write!(f, "256 cycles a sample do not come of {cycles}")
            }
            Self::NoMasterClock => f.write_str("it waits for a master clock"),
            Self::Depth { expected, got } => {
                write!(f, "samples of {got} bits, set to {expected}")
            }
        }
    }
}

impl std::error::Error for CodecComplaint {}
