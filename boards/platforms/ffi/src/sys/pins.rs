//! Pins, and pins with pulses.

use core::ptr::{self, NonNull};

use super::{
    RawPwm, avm_board_pin_input, avm_board_pin_output, avm_board_pin_read, avm_board_pin_release,
    avm_board_pin_write, avm_board_pwm_close, avm_board_pwm_open, avm_board_pwm_set,
};
use crate::Fault;
use crate::status::check;

/// Drives a pin.
pub(crate) fn pin_output(pin: u16, high: bool) -> Result<(), Fault> {
    check(avm_board_pin_output(pin, high))
}

/// Reads a pin from now on.
pub(crate) fn pin_input(pin: u16) -> Result<(), Fault> {
    check(avm_board_pin_input(pin))
}

/// Sets a pin that is driven.
pub(crate) fn pin_write(pin: u16, high: bool) {
    avm_board_pin_write(pin, high);
}

/// The level of a pin that is read.
pub(crate) fn pin_read(pin: u16) -> bool {
    avm_board_pin_read(pin)
}

/// Leaves a pin.
pub(crate) fn pin_release(pin: u16) {
    avm_board_pin_release(pin);
}

/// A pin with pulses.
pub(crate) struct Pulses {
    raw: NonNull<RawPwm>,
    max: u16,
}

// SAFETY: the header lets every task use a handle, on any core.
unsafe impl Send for Pulses {}

impl Pulses {
    /// Starts pulses of no width.
    pub(crate) fn open(pin: u16, hz: u32) -> Result<Self, Fault> {
        let (mut out, mut max) = (ptr::null_mut(), 0);
        // SAFETY: both are borrowed for the call.
        let status = unsafe { avm_board_pwm_open(pin, hz, &raw mut max, &raw mut out) };
        check(status)?;
        let raw = NonNull::new(out).ok_or(Fault::NoResources)?;
        Ok(Self { raw, max })
    }

    /// The widest.
    pub(crate) const fn max(&self) -> u16 {
        self.max
    }

    /// Sets the width, of [`max`](Self::max).
    pub(crate) fn set(&mut self, duty: u16) -> Result<(), Fault> {
        // SAFETY: the handle is open as long as `self` lives.
        let status = unsafe { avm_board_pwm_set(self.raw.as_ptr(), duty) };
        check(status)
    }
}

impl Drop for Pulses {
    fn drop(&mut self) {
        // SAFETY: it was opened once, and this is its end.
        unsafe { avm_board_pwm_close(self.raw.as_ptr()) };
    }
}
