//! Pins that are driven, read or pulsed, and ways to wait.

use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{self, InputPin, OutputPin};
use embedded_hal::pwm::{self, SetDutyCycle};
use platform_bare::Role;

use crate::claims::{Claim, claim};
use crate::{Fault, sys};

/// A pin that is driven. Dropping it leaves it undriven.
#[derive(Debug)]
pub struct FfiOutput(Claim);

impl FfiOutput {
    pub(crate) fn open(pin: u16, high: bool) -> Result<Self, Fault> {
        let claim = claim(pin, Role::Output)?;
        sys::pin_output(pin, high)?;
        Ok(Self(claim))
    }
}

impl digital::ErrorType for FfiOutput {
    type Error = Fault;
}

impl OutputPin for FfiOutput {
    fn set_low(&mut self) -> Result<(), Self::Error> {
        sys::pin_write(self.0.number(), false);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Self::Error> {
        sys::pin_write(self.0.number(), true);
        Ok(())
    }
}

/// A pin that is read.
#[derive(Debug)]
pub struct FfiInput(Claim);

impl FfiInput {
    pub(crate) fn open(pin: u16) -> Result<Self, Fault> {
        let claim = claim(pin, Role::Input)?;
        sys::pin_input(pin)?;
        Ok(Self(claim))
    }
}

impl digital::ErrorType for FfiInput {
    type Error = Fault;
}

impl InputPin for FfiInput {
    fn is_high(&mut self) -> Result<bool, Self::Error> {
        Ok(sys::pin_read(self.0.number()))
    }

    fn is_low(&mut self) -> Result<bool, Self::Error> {
        Ok(!sys::pin_read(self.0.number()))
    }
}

/// A pin with pulses. Dropping it leaves it low.
pub struct FfiPwm {
    // Dropped in this order.
    pulses: sys::Pulses,
    claim: Claim,
}

impl core::fmt::Debug for FfiPwm {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FfiPwm")
            .field("pin", &self.claim.number())
            .finish_non_exhaustive()
    }
}

impl FfiPwm {
    pub(crate) fn open(pin: u16, hz: u32) -> Result<Self, Fault> {
        let claim = claim(pin, Role::Wire)?;
        Ok(Self {
            pulses: sys::Pulses::open(pin, hz)?,
            claim,
        })
    }
}

impl pwm::ErrorType for FfiPwm {
    type Error = Fault;
}

impl SetDutyCycle for FfiPwm {
    fn max_duty_cycle(&self) -> u16 {
        self.pulses.max()
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), Self::Error> {
        self.pulses.set(duty.min(self.pulses.max()))
    }
}

/// A way to wait, for whole microseconds, rounded up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Delay;

impl DelayNs for Delay {
    fn delay_ns(&mut self, ns: u32) {
        sys::delay_us(ns.div_ceil(1_000));
    }

    fn delay_us(&mut self, us: u32) {
        sys::delay_us(us);
    }

    fn delay_ms(&mut self, ms: u32) {
        // A second at a time, so that no product overflows.
        for _ in 0..ms / 1_000 {
            sys::delay_us(1_000_000);
        }
        sys::delay_us(ms % 1_000 * 1_000);
    }
}
