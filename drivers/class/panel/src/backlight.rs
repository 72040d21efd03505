//! What lights a panel.

use embedded_hal::digital::{self, OutputPin};
use embedded_hal::pwm::{self, SetDutyCycle};

use crate::PanelError;

/// What lights a panel: a pin, a pulse width, or a part of its own, such as a
/// power controller.
pub trait Backlight: Send + 'static {
    /// Lights the panel: 0 is off, 255 as bright as it gets.
    ///
    /// # Errors
    ///
    /// [`PanelError::Pin`] or [`PanelError::Pwm`]; how bright it is now is not
    /// known.
    fn set_level(&mut self, level: u8) -> Result<(), PanelError>;
}

/// A panel that is always lit, or needs no light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct NoBacklight;

impl Backlight for NoBacklight {
    fn set_level(&mut self, _level: u8) -> Result<(), PanelError> {
        Ok(())
    }
}

/// A backlight on a pin: high is on. On from level 1.
#[derive(Debug)]
pub struct SwitchedBacklight<P>(pub P);

impl<P: OutputPin + Send + 'static> Backlight for SwitchedBacklight<P> {
    fn set_level(&mut self, level: u8) -> Result<(), PanelError> {
        let switched = self.0.set_state((level > 0).into());
        switched.map_err(|error| PanelError::Pin(digital::Error::kind(&error)))
    }
}

/// A backlight on a pulse width: of 255 parts of the period, it is on for as
/// many as the level.
#[derive(Debug)]
pub struct DimmedBacklight<P>(pub P);

impl<P: SetDutyCycle + Send + 'static> Backlight for DimmedBacklight<P> {
    fn set_level(&mut self, level: u8) -> Result<(), PanelError> {
        let dimmed = self.0.set_duty_cycle_fraction(level.into(), 255);
        dimmed.map_err(|error| PanelError::Pwm(pwm::Error::kind(&error)))
    }
}
