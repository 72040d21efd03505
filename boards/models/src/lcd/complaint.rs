//! What an ILI9341 was asked that it does not do.

use std::fmt;

use embedded_hal::spi::Mode;

/// What an ILI9341 was asked that it does not do. It ignored the byte or the
/// command, unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LcdComplaint {
    /// No such command, or one that is not modelled.
    Unknown(u8),
    /// A command that reads: the board has no wire for the answer.
    Read(u8),
    /// Data where no command takes any.
    Data {
        /// The command before, if there was one.
        command: Option<u8>,
    },
    /// The next command came before the last parameter.
    Missing {
        /// The command that was cut short; it had no effect.
        command: u8,
        /// The parameters that came.
        got: usize,
        /// The parameters that it takes.
        needed: usize,
    },
    /// The next command came in the middle of a pixel, which was dropped.
    OddBytes,
    /// A command while it gathers itself after a reset, or after going to
    /// sleep or waking up.
    TooEarly {
        /// The command.
        command: u8,
        /// Microseconds still to wait, rounded up.
        wait_us: u64,
    },
    /// Anything while the reset line is low.
    InReset,
    /// The reset line was low for less than 10 us, and was not noticed.
    ResetPulse {
        /// How long it was low.
        ns: u64,
    },
    /// A first column or row that is beyond the last (`CASET`, `PASET`).
    Backwards {
        /// The command.
        command: u8,
        /// The first.
        start: u16,
        /// The last.
        end: u16,
    },
    /// Pixels for a window that lies partly beyond the memory, as it is turned
    /// now. They were dropped.
    Outside {
        /// Columns: the last of the window.
        column: u16,
        /// Rows: the last of the window.
        page: u16,
    },
    /// More pixels than the window has: they overwrote the first ones.
    TooMany,
    /// A value that the data sheet does not define.
    Value {
        /// The command.
        command: u8,
        /// The value, or the sum of values, that is wrong.
        value: u16,
    },
    /// An SPI mode that is not 0 or 3.
    Mode(Mode),
    /// A clock above 10 MHz.
    Clock {
        /// The clock, in Hz.
        hz: u32,
    },
}

impl fmt::Display for LcdComplaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Unknown(code) => write!(f, "no command {code:#04x}"),
            Self::Read(code) => write!(f, "{code:#04x} reads, and there is no wire for it"),
            Self::Data { command: None } => f.write_str("data before any command"),
            Self::Data {
                command: Some(code),
            } => write!(f, "{code:#04x} takes no more data"),
            Self::Missing {
                command,
                got,
                needed,
            } => write!(f, "{command:#04x} got {got} of {needed} parameters"),
            Self::OddBytes => f.write_str("pixels end within a pixel"),
            Self::TooEarly { command, wait_us } => {
                write!(f, "{command:#04x} came {wait_us} us too early")
            }
            Self::InReset => f.write_str("the reset line is low"),
            Self::ResetPulse { ns } => write!(f, "the reset line was low for {ns} ns only"),
            Self::Backwards {
                command,
                start,
                end,
            } => write!(f, "{command:#04x} from {start} to {end}"),
            Self::Outside { column, page } => {
                write!(f, "a window up to column {column}, page {page}")
            }
            Self::TooMany => f.write_str("more pixels than the window has"),
            Self::Value { command, value } => write!(f, "{command:#04x} with {value:#x}"),
            Self::Mode(mode) => write!(f, "SPI {mode:?} is not mode 0 or 3"),
            Self::Clock { hz } => write!(f, "{hz} Hz is too fast"),
        }
    }
}

impl std::error::Error for LcdComplaint {}
