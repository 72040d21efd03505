//! Why a panel did not do what it was asked.

use core::fmt;

use embedded_hal::{digital, pwm, spi};

/// Why a panel did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PanelError {
    /// The bus to the controller failed. What the panel shows is not known.
    Bus(spi::ErrorKind),
    /// A pin beside the bus failed: data/command, reset, or the backlight's.
    Pin(digital::ErrorKind),
    /// The backlight's pulse width could not be set.
    Pwm(pwm::ErrorKind),
    /// A window reaches beyond the panel as it is turned now. Nothing was
    /// sent.
    OutOfRange,
    /// The controller has not that many columns, or the panel none. Nothing
    /// was sent.
    Width,
    /// The controller has not that many rows, or the panel none. Nothing was
    /// sent.
    Height,
}

impl fmt::Display for PanelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bus(kind) => write!(f, "SPI: {kind}"),
            Self::Pin(kind) => write!(f, "pin: {kind}"),
            Self::Pwm(kind) => write!(f, "backlight: {kind}"),
            Self::OutOfRange => f.write_str("the window reaches beyond the panel"),
            Self::Width => f.write_str("the controller cannot drive a panel of this width"),
            Self::Height => f.write_str("the controller cannot drive a panel of this height"),
        }
    }
}

impl core::error::Error for PanelError {}
