//! Pins, of which the emulator has none.

use core::convert::Infallible;

use board_support::BoardError;
use embedded_hal::digital::{ErrorType, InputPin, OutputPin};
use embedded_hal::pwm::{self, SetDutyCycle};

/// A pin that nobody has: QEMU leaves the machine's GPIO out.
#[derive(Debug, Clone, Copy)]
pub enum NoPin {}

/// Why there is no pin.
pub(crate) const NO_PINS: BoardError = BoardError::NoResources("pins that QEMU has");

impl ErrorType for NoPin {
    type Error = Infallible;
}

impl pwm::ErrorType for NoPin {
    type Error = Infallible;
}

impl OutputPin for NoPin {
    fn set_low(&mut self) -> Result<(), Infallible> {
        match *self {}
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        match *self {}
    }
}

impl InputPin for NoPin {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        match *self {}
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        match *self {}
    }
}

impl SetDutyCycle for NoPin {
    fn max_duty_cycle(&self) -> u16 {
        match *self {}
    }

    fn set_duty_cycle(&mut self, _: u16) -> Result<(), Infallible> {
        match *self {}
    }
}
