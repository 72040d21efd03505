//! No pulses: esp-hal has no driver for them on this chip.

use core::convert::Infallible;

use board_support::{BoardError, Pin};
use embedded_hal::pwm::{ErrorKind, ErrorType, SetDutyCycle};

/// A pin with pulses, which this chip cannot have.
#[derive(Debug)]
pub struct Pulses(Infallible);

impl Pulses {
    pub(crate) const fn open(_set: u64, _pin: Pin, _hz: u32) -> Result<Self, BoardError> {
        Err(BoardError::Pwm(ErrorKind::Other))
    }
}

impl ErrorType for Pulses {
    type Error = Infallible;
}

impl SetDutyCycle for Pulses {
    fn max_duty_cycle(&self) -> u16 {
        match self.0 {}
    }

    fn set_duty_cycle(&mut self, _duty: u16) -> Result<(), Infallible> {
        match self.0 {}
    }
}
