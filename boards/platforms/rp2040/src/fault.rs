//! Why a part of the chip did not do it.

use core::fmt;

use board_support::{BoardError, Setting};
use class_audio::AudioError;
use embedded_hal::i2c::NoAcknowledgeSource;
use embedded_hal::{digital, i2c, pwm, spi};

/// Why a part of the chip did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// I2C: no acknowledgement, of the address or of a byte.
    Nack(NoAcknowledgeSource),
    /// I2C: another master took the bus.
    ArbitrationLost,
    /// I2C: it took longer than any part may.
    Timeout,
    /// I2C: a line is held low, and clocking did not free it.
    Stuck,
    /// I2C: a transaction without a byte, which the controller cannot do.
    Empty,
    /// I2C: the controller's own reason, `IC_TX_ABRT_SOURCE` as read.
    Abort(u32),
    /// The bus is in use: by what this has interrupted.
    Contended,
    /// The chip has no such controller.
    NoController,
    /// The chip has no such pin, or not for this use.
    NoPin,
    /// The pin or the device is open already.
    InUse,
    /// It is open with other wires or another clock.
    OtherWires,
    /// No alarm or state machine is left.
    NoResources,
    /// The firmware has taken the chip's peripherals for itself.
    Taken,
    /// The crystal or a PLL does not run.
    NoClock,
    /// Pulses cannot come so often or so seldom.
    NoRate,
    /// It cannot be set so.
    Unsupported(Setting),
}

impl Fault {
    /// What a board says when `what` cannot be opened.
    #[must_use]
    pub const fn opening(self, what: &'static str) -> BoardError {
        let reason = match self {
            Self::InUse => return BoardError::Busy,
            Self::NoResources => return BoardError::NoResources(what),
            Self::Unsupported(setting) => return BoardError::Unsupported(setting),
            _ => self.words(),
        };
        BoardError::Config {
            setting: what,
            line: None,
            reason,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Nack(_) => "no acknowledgement",
            Self::ArbitrationLost => "another master took the bus",
            Self::Timeout => "it took too long",
            Self::Stuck => "a line of the bus is held low",
            Self::Empty => "a transaction without a byte",
            Self::Abort(_) => "the controller gave up",
            Self::Contended => "the bus is in use",
            Self::NoController => "the chip has no such controller",
            Self::NoPin => "the chip has no such pin for it",
            Self::InUse => "already open",
            Self::OtherWires => "open with other wires or another clock",
            Self::NoResources => "out of resources",
            Self::Taken => "the firmware has taken the peripherals",
            Self::NoClock => "the crystal or a PLL does not run",
            Self::NoRate => "pulses cannot come so often or so seldom",
            Self::Unsupported(_) => "it cannot be set so",
        }
    }

    /// The reason in `IC_TX_ABRT_SOURCE` (datasheet, 4.3.17).
    #[must_use]
    pub const fn of_abort(source: u32) -> Self {
        match source & 0x1FFFF {
            bits if bits & 0x7 != 0 => Self::Nack(NoAcknowledgeSource::Address),
            bits if bits & 0x8 != 0 => Self::Nack(NoAcknowledgeSource::Data),
            bits if bits & 0x1000 != 0 => Self::ArbitrationLost,
            bits => Self::Abort(bits),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nack(source) => source.fmt(f),
            Self::Abort(source) => write!(f, "the controller gave up: {source:#07x}"),
            Self::Unsupported(setting) => write!(f, "{setting}: it cannot be set so"),
            _ => f.write_str(self.words()),
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
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Unsupported(Setting::SampleRate) => Self::Rate,
            Fault::Unsupported(Setting::BitDepth) => Self::Depth,
            Fault::Unsupported(Setting::Channels) => Self::Channels,
            _ => Self::Path(-1),
        }
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::string::ToString;

    #[test]
    fn an_abort_says_why() {
        let flushed = 3 << 23;
        assert_eq!(
            Fault::of_abort(flushed | 1),
            Fault::Nack(NoAcknowledgeSource::Address)
        );
        assert_eq!(
            Fault::of_abort(flushed | 8),
            Fault::Nack(NoAcknowledgeSource::Data)
        );
        assert_eq!(Fault::of_abort(0x1000), Fault::ArbitrationLost);
        assert_eq!(Fault::of_abort(flushed | 0x1_0000), Fault::Abort(0x1_0000));
        assert_eq!(
            Fault::Abort(0x1_0000).to_string(),
            "the controller gave up: 0x10000"
        );
    }

    #[test]
    fn a_board_is_told_what_it_can_name() {
        assert_eq!(Fault::InUse.opening("pin"), BoardError::Busy);
        assert_eq!(
            Fault::NoResources.opening("alarms"),
            BoardError::NoResources("alarms")
        );
        let hz = Setting::ClockHz;
        assert_eq!(
            Fault::Unsupported(hz).opening("I2C"),
            BoardError::Unsupported(hz)
        );
        let says = Fault::NoPin.opening("SPI").to_string();
        assert_eq!(says, "SPI: the chip has no such pin for it");
    }
}
