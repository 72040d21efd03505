//! A part at an address, and what its absence is called.

use class_audio::AudioError;
use class_touch::TouchError;
use embedded_hal::i2c::{self, ErrorKind, NoAcknowledgeSource};

use crate::BoardError;

/// A part on an I2C bus, for the errors of its bring-up.
///
/// The first thing that a bring-up does is to speak to the part, so an address
/// that nobody acknowledges is a part that is not there:
/// [`BoardError::NoDevice`]. Controllers that cannot tell what was not
/// acknowledged are taken to mean the address. All other errors stay what they
/// are.
///
/// # Examples
///
/// ```
/// use board_support::{BoardError, Device};
/// use class_touch::TouchError;
/// use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};
///
/// const TOUCH: Device = Device::new("ft6x36", 0x38);
///
/// let refused = ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address);
/// let absent = BoardError::NoDevice { name: "ft6x36", address: 0x38 };
/// assert_eq!(TOUCH.touch_error(TouchError::Bus(refused)), absent);
/// assert_eq!(TOUCH.bus_error(refused), absent);
/// assert_eq!(TOUCH.bus_error(ErrorKind::Bus), BoardError::Bus(ErrorKind::Bus));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Device {
    /// What it is called, in Erlang too: lower case, such as `ft6x36`.
    pub name: &'static str,
    /// Its address, 7 bits or 10.
    pub address: u16,
}

impl Device {
    /// A part at an address.
    #[must_use]
    pub const fn new(name: &'static str, address: u16) -> Self {
        Self { name, address }
    }

    /// Why a touch controller could not be brought up.
    pub fn touch_error(self, error: impl Into<TouchError>) -> BoardError {
        self.absent(error.into().into())
    }

    /// Why a codec could not be brought up.
    pub fn audio_error(self, error: impl Into<AudioError>) -> BoardError {
        self.absent(error.into().into())
    }

    /// Why a first word on the bus was not heard.
    pub fn bus_error(self, error: impl i2c::Error) -> BoardError {
        self.absent(BoardError::Bus(error.kind()))
    }

    /// The same error, unless it says that the part is not there.
    #[must_use]
    pub const fn absent(self, error: BoardError) -> BoardError {
        match error {
            BoardError::Bus(ErrorKind::NoAcknowledge(
                NoAcknowledgeSource::Address | NoAcknowledgeSource::Unknown,
            )) => BoardError::NoDevice {
                name: self.name,
                address: self.address,
            },
            other => other,
        }
    }
}
