//! Why a platform did not do it.

use core::fmt;

use board_support::{BoardError, Setting};
use class_audio::AudioError;
use embedded_hal::i2c::NoAcknowledgeSource;
use embedded_hal::{digital, i2c, pwm, spi};

use crate::config;

/// Why a platform did not do it. No platform has all of these reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// I2C: no acknowledgement, of what the controller or its driver says.
    Nack(NoAcknowledgeSource),
    /// I2C: another master took the bus.
    ArbitrationLost,
    /// It took longer than any part may.
    Timeout,
    /// I2C: a line is held low, and clocking did not free it.
    Stuck,
    /// I2C: what the controller or its driver cannot do in one transaction,
    /// such as no byte at all, or a write after a read.
    Sequence,
    /// The bus is in use: by what this has interrupted.
    Contended,
    /// No memory, timer, channel or slot is left.
    NoResources,
    /// The processor has no such controller, or the firmware was built without.
    NoController,
    /// The processor has no such pin, or not for this use.
    NoPin,
    /// The pin or the device is open already, here or by another driver.
    InUse,
    /// It is open with other wires or another clock.
    OtherWires,
    /// The firmware has taken the processor's peripherals for itself.
    Taken,
    /// The crystal or a PLL does not run.
    NoClock,
    /// Pulses cannot come so often or so seldom.
    NoRate,
    /// It cannot be set so.
    Unsupported(Setting),
    /// A controller's own reason, as its register is read.
    Abort(u32),
    /// A code of a C driver, such as an `esp_err_t`.
    Driver(i32),
}

impl Fault {
    /// What a board says when `what` cannot be opened; `other` is for what only
    /// the part itself has a name for.
    #[must_use]
    pub const fn opening(self, what: &'static str, other: BoardError) -> BoardError {
        match self {
            Self::InUse => BoardError::Busy,
            Self::NoResources => BoardError::NoResources(what),
            Self::Unsupported(setting) => BoardError::Unsupported(setting),
            Self::NoController
            | Self::NoPin
            | Self::OtherWires
            | Self::Taken
            | Self::NoClock
            | Self::NoRate => config(what, self.words()),
            _ => other,
        }
    }

    /// What a board says when an I2C bus cannot be opened.
    #[must_use]
    pub fn i2c(self) -> BoardError {
        self.opening("I2C", BoardError::Bus(i2c::Error::kind(&self)))
    }

    /// What a board says when a device on an SPI bus cannot be opened.
    #[must_use]
    pub fn spi(self) -> BoardError {
        self.opening("SPI", BoardError::Spi(spi::Error::kind(&self)))
    }

    /// What a board says when a pin cannot be opened.
    #[must_use]
    pub fn pin(self) -> BoardError {
        self.opening("pin", BoardError::Pin(digital::Error::kind(&self)))
    }

    /// What a board says when a pin cannot interrupt.
    #[must_use]
    pub fn interrupt(self) -> BoardError {
        self.opening("interrupt", BoardError::Pin(digital::Error::kind(&self)))
    }

    /// What a board says when a pin cannot have pulses.
    #[must_use]
    pub fn pulses(self) -> BoardError {
        self.opening("pulses", BoardError::Pwm(pwm::Error::kind(&self)))
    }

    /// What a board says when the way of samples cannot be opened.
    #[must_use]
    pub const fn samples(self) -> BoardError {
        self.opening("I2S", BoardError::Path(self.code()))
    }

    /// What a kind without a name is in numbers: the driver's own code, else -1.
    const fn code(self) -> i32 {
        match self {
            Self::Driver(code) => code,
            _ => -1,
        }
    }

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Nack(_) => "no acknowledgement",
            Self::ArbitrationLost => "another master took the bus",
            Self::Timeout => "it took too long",
            Self::Stuck => "a line of the bus is held low",
            Self::Sequence => "it cannot be done in one transaction",
            Self::Contended => "the bus is in use",
            Self::NoResources => "out of resources",
            Self::NoController => "the processor has no such controller",
            Self::NoPin => "the processor has no such pin for it",
            Self::InUse => "already open",
            Self::OtherWires => "open with other wires or another clock",
            Self::Taken => "the firmware has taken the peripherals",
            Self::NoClock => "the crystal or a PLL does not run",
            Self::NoRate => "pulses cannot come so often or so seldom",
            Self::Unsupported(_) => "it cannot be set so",
            Self::Abort(_) => "the controller gave up",
            Self::Driver(_) => "the driver's error",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.words();
        match self {
            Self::Nack(source) => source.fmt(f),
            Self::Unsupported(setting) => write!(f, "{setting}: {words}"),
            Self::Abort(reason) => write!(f, "{words}: {reason:#07x}"),
            Self::Driver(code) => write!(f, "{words} {code}"),
            _ => f.write_str(words),
        }
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
    /// What has no name there is its code: a driver's own, else -1.
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Unsupported(Setting::SampleRate) => Self::Rate,
            Fault::Unsupported(Setting::BitDepth) => Self::Depth,
            Fault::Unsupported(Setting::Channels) => Self::Channels,
            _ => Self::Path(fault.code()),
        }
    }
}
