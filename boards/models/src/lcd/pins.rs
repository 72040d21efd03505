//! The lines beside the bus: data or command, reset, backlight.

use std::convert::Infallible;

use embedded_hal::digital::{self, OutputPin};
use embedded_hal::pwm::{self, SetDutyCycle};

use super::Ili9341;
use crate::SimSpi;

/// Which line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    DataCommand,
    Reset,
}

/// A line from the host to an [`Ili9341`].
#[derive(Debug, Clone)]
pub struct LcdPin {
    bus: SimSpi<Ili9341>,
    line: Line,
}

impl LcdPin {
    /// D/CX: low for commands, high for data.
    #[must_use]
    pub fn data_command(bus: &SimSpi<Ili9341>) -> Self {
        Self {
            bus: bus.clone(),
            line: Line::DataCommand,
        }
    }

    /// RESX: low resets.
    #[must_use]
    pub fn reset(bus: &SimSpi<Ili9341>) -> Self {
        Self {
            bus: bus.clone(),
            line: Line::Reset,
        }
    }

    fn set(&mut self, high: bool) {
        let now = self.bus.clock().now_ns();
        self.bus.part(|lcd| match self.line {
            Line::DataCommand => lcd.set_data(high),
            Line::Reset => lcd.set_reset(high, now),
        });
    }
}

impl digital::ErrorType for LcdPin {
    type Error = Infallible;
}

impl OutputPin for LcdPin {
    fn set_low(&mut self) -> Result<(), Infallible> {
        self.set(false);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        self.set(true);
        Ok(())
    }
}

/// The backlight of a panel: 0 is off, 255 as bright as it gets.
#[derive(Debug, Clone)]
pub struct LcdBacklight(SimSpi<Ili9341>);

impl LcdBacklight {
    /// The backlight behind this panel; off until it is set.
    #[must_use]
    pub fn new(bus: &SimSpi<Ili9341>) -> Self {
        Self(bus.clone())
    }
}

impl pwm::ErrorType for LcdBacklight {
    type Error = Infallible;
}

impl SetDutyCycle for LcdBacklight {
    fn max_duty_cycle(&self) -> u16 {
        u8::MAX.into()
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), Infallible> {
        let level = u8::try_from(duty).unwrap_or(u8::MAX);
        self.0.part(|lcd| lcd.set_backlight(level));
        Ok(())
    }
}
