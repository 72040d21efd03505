//! Why a call of the platform's drivers failed.

use core::fmt;

use board_support::{BoardError, Setting};
use class_audio::AudioError;
use embedded_hal::i2c::NoAcknowledgeSource;
use embedded_hal::{digital, i2c, pwm, spi};

/// Why a call of the platform's drivers failed: the codes of `avm_board.h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// I2C: no acknowledgement, of what the driver says.
    Nack(NoAcknowledgeSource),
    /// I2C: another master took the bus.
    ArbitrationLost,
    /// It took longer than any part may.
    Timeout,
    /// I2C: a line is held low, and clocking did not free it.
    Stuck,
    /// I2C: what the platform's driver cannot do in one transaction, such as a
    /// write after a read.
    Sequence,
    /// No memory, timer, channel or slot is left.
    NoResources,
    /// The processor has no such controller, or the firmware was built without.
    NoController,
    /// The processor has no such pin, or not for this use.
    NoPin,
    /// The pin or the device is open already, here or by another driver.
    InUse,
    /// The controller is open with other wires or another clock.
    OtherWires,
    /// It cannot be set so.
    Unsupported(Setting),
    /// A code of the platform's driver, such as an `esp_err_t`.
    Driver(i32),
}

impl Fault {
    /// What a status of `avm_board.h` says.
    pub(crate) const fn check(status: i32) -> Result<(), Self> {
        Err(match status {
            0 => return Ok(()),
            1 => Self::Nack(NoAcknowledgeSource::Address),
            2 => Self::Nack(NoAcknowledgeSource::Data),
            3 => Self::Nack(NoAcknowledgeSource::Unknown),
            4 => Self::ArbitrationLost,
            5 => Self::Timeout,
            6 => Self::Stuck,
            7 => Self::NoResources,
            8 => Self::NoController,
            9 => Self::NoPin,
            10 => Self::Unsupported(Setting::ClockHz),
            11 => Self::Unsupported(Setting::Mode),
            12 => Self::Unsupported(Setting::BitOrder),
            13 => Self::Unsupported(Setting::SampleRate),
            14 => Self::Unsupported(Setting::BitDepth),
            15 => Self::Unsupported(Setting::Channels),
            16 => Self::InUse,
            17 => Self::Sequence,
            code => Self::Driver(code),
        })
    }

    /// What a board says when `what` cannot be opened; `other` is for what only
    /// the part itself has a name for.
    pub(crate) fn opening(self, what: &'static str, other: BoardError) -> BoardError {
        let config = |reason| BoardError::Config {
            setting: what,
            line: None,
            reason,
        };
        match self {
            Self::InUse => BoardError::Busy,
            Self::NoResources => BoardError::NoResources(what),
            Self::NoController => config("the processor has no such controller"),
            Self::NoPin => config("the processor has no such pin"),
            Self::OtherWires => config("open with other wires or another clock"),
            Self::Unsupported(setting) => BoardError::Unsupported(setting),
            _ => other,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match self {
            Self::Nack(source) => return source.fmt(f),
            Self::Unsupported(setting) => return write!(f, "{setting}: it cannot be set so"),
            Self::Driver(code) => return write!(f, "the driver's error {code}"),
            Self::ArbitrationLost => "another master took the bus",
            Self::Timeout => "it took too long",
            Self::Stuck => "a line of the bus is held low",
            Self::Sequence => "the driver cannot do so in one transaction",
            Self::NoResources => "out of resources",
            Self::NoController => "the processor has no such controller",
            Self::NoPin => "the processor has no such pin",
            Self::InUse => "already open",
            Self::OtherWires => "open with other wires or another clock",
        };
        f.write_str(words)
    }
}

impl core::error::Error for Fault {}

impl i2c::Error for Fault {
    fn kind(&self) -> i2c::ErrorKind {
        match self {
            Self::Nack(source) => i2c::ErrorKind::NoAcknowledge(*source),
            Self::ArbitrationLost => i2c::ErrorKind::ArbitrationLoss,
            Self::Stuck => i2c::ErrorKind::Bus,
            _ => i2c::ErrorKind::Other,
        }
    }
}

impl spi::Error for Fault {
    fn kind(&self) -> spi::ErrorKind {
        spi::ErrorKind::Other
    }
}

impl digital::Error for Fault {
    fn kind(&self) -> digital::ErrorKind {
        digital::ErrorKind::Other
    }
}

impl pwm::Error for Fault {
    fn kind(&self) -> pwm::ErrorKind {
        pwm::ErrorKind::Other
    }
}

impl From<Fault> for AudioError {
    /// What has no name there is its code: the driver's own, or, of the other
    /// kinds, -1.
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Unsupported(Setting::SampleRate) => Self::Rate,
            Fault::Unsupported(Setting::BitDepth) => Self::Depth,
            Fault::Unsupported(Setting::Channels) => Self::Channels,
            Fault::Driver(code) => Self::Path(code),
            _ => Self::Path(-1),
        }
    }
}
