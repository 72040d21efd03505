//! Why a part of a board could not be opened.

use core::fmt;

use class_audio::AudioError;
use class_panel::PanelError;
use class_touch::TouchError;
use embedded_hal::{digital, i2c, pwm, spi};

use crate::Setting;

/// Why a part of a board could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoardError {
    /// The part is open already, and is exclusive.
    Busy,
    /// No part acknowledged its address: it is not there, or has no power.
    /// Nothing was written.
    NoDevice {
        /// The part that belongs there, such as `ft6x36`.
        name: &'static str,
        /// Its address on the bus.
        address: u16,
    },
    /// The I2C bus failed.
    Bus(i2c::ErrorKind),
    /// The SPI bus failed.
    Spi(spi::ErrorKind),
    /// A pin of the part failed.
    Pin(digital::ErrorKind),
    /// A pulse width, such as the backlight's, could not be set.
    Pwm(pwm::ErrorKind),
    /// The codec does not follow the clocks that it is given.
    NoLock,
    /// The sample path failed; the number is its driver's own.
    Path(i32),
    /// The codec lost its registers in mid-playback, for a second time.
    CodecReset,
    /// The part cannot be set so. No bus was touched.
    Unsupported(Setting),
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
            Self::NoDevice { name, address } => {
                write!(f, "no {name}: nothing answers at address {address:#04x}")
            }
            Self::Bus(kind) => write!(f, "I2C: {kind}"),
            Self::Spi(kind) => write!(f, "SPI: {kind}"),
            Self::Pin(kind) => write!(f, "pin: {kind}"),
            Self::Pwm(kind) => write!(f, "pulse width: {kind}"),
            Self::NoLock => f.write_str("the codec does not follow the clocks"),
            Self::Path(code) => write!(f, "sample path: error {code}"),
            Self::CodecReset => f.write_str("the codec was reset in mid-playback"),
            Self::Unsupported(setting) => write!(f, "{setting}: the part cannot be set so"),
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

impl From<PanelError> for BoardError {
    /// A window is no setting, so `OutOfRange`, which opening a panel does not
    /// cause, is told as the bus's unknown error.
    fn from(error: PanelError) -> Self {
        match error {
            PanelError::Bus(kind) => Self::Spi(kind),
            PanelError::Pin(kind) => Self::Pin(kind),
            PanelError::Pwm(kind) => Self::Pwm(kind),
            PanelError::Width => Self::Unsupported(Setting::Width),
            PanelError::Height => Self::Unsupported(Setting::Height),
            PanelError::OutOfRange => Self::Spi(spi::ErrorKind::Other),
        }
    }
}

impl From<AudioError> for BoardError {
    fn from(error: AudioError) -> Self {
        match error {
            AudioError::Bus(kind) => Self::Bus(kind),
            AudioError::Pin(kind) => Self::Pin(kind),
            AudioError::WrongPart { expected, found } => Self::WrongPart { expected, found },
            AudioError::NoLock => Self::NoLock,
            AudioError::Rate => Self::Unsupported(Setting::SampleRate),
            AudioError::Depth => Self::Unsupported(Setting::BitDepth),
            AudioError::Channels => Self::Unsupported(Setting::Channels),
            AudioError::Path(code) => Self::Path(code),
            AudioError::CodecReset => Self::CodecReset,
        }
    }
}

impl From<TouchError> for BoardError {
    fn from(error: TouchError) -> Self {
        match error {
            TouchError::Bus(kind) => Self::Bus(kind),
            TouchError::Spi(kind) => Self::Spi(kind),
            TouchError::Pin(kind) => Self::Pin(kind),
            TouchError::WrongPart { expected, found } => Self::WrongPart { expected, found },
        }
    }
}
