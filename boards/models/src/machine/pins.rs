//! Pins of the machine: who has them, and what ends at them.

use std::convert::Infallible;

use board_support::{BoardError, Pin};
use embedded_hal::digital::{self, InputPin, OutputPin};
use embedded_hal::pwm::{self, SetDutyCycle};

use super::bench::Bench;

/// What a pin is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Output,
    Input,
    Edge,
    /// A bus that has this as one of its pins, and may be open several times.
    Bus(Pin),
}

impl Role {
    /// Whether a pin can be used for both.
    pub(super) fn goes_with(self, other: Self) -> bool {
        match (self, other) {
            (Self::Bus(one), Self::Bus(other)) => one == other,
            (Self::Input, Self::Edge) | (Self::Edge, Self::Input) => true,
            _ => false,
        }
    }
}

/// The use of a pin, until it is dropped.
#[derive(Debug)]
pub(super) struct Claim {
    bench: &'static Bench,
    pin: Pin,
    role: Role,
}

impl Claim {
    pub(super) fn new(bench: &'static Bench, pin: Pin, role: Role) -> Result<Self, BoardError> {
        bench.claim(pin, role)?;
        Ok(Self { bench, pin, role })
    }

    /// All pins of a bus, which is told apart by the first.
    pub(super) fn bus(bench: &'static Bench, pins: &[Pin]) -> Result<Vec<Self>, BoardError> {
        let Some(first) = pins.first() else {
            return Ok(Vec::new());
        };
        let claim = |pin: &Pin| Self::new(bench, *pin, Role::Bus(*first));
        pins.iter().map(claim).collect()
    }

    /// All pins of a bus that is open once.
    pub(super) fn alone(bench: &'static Bench, pins: &[Pin]) -> Result<Vec<Self>, BoardError> {
        let claim = |pin: &Pin| Self::new(bench, *pin, Role::Output);
        pins.iter().map(claim).collect()
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.bench.unclaim(self.pin, self.role);
    }
}

/// A pin of a [`Machine`](crate::Machine) that is driven.
#[derive(Debug)]
pub struct MachineOutput(Claim);

impl MachineOutput {
    pub(super) fn open(bench: &'static Bench, pin: Pin, high: bool) -> Result<Self, BoardError> {
        let output = Self(Claim::new(bench, pin, Role::Output)?);
        bench.expect_wire(pin, "output");
        output.set(high);
        Ok(output)
    }

    fn set(&self, high: bool) {
        let level = if high { u8::MAX } else { 0 };
        self.0.bench.drive(self.0.pin, level);
    }
}

impl digital::ErrorType for MachineOutput {
    type Error = Infallible;
}

impl OutputPin for MachineOutput {
    fn set_low(&mut self) -> Result<(), Infallible> {
        self.set(false);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        self.set(true);
        Ok(())
    }
}

/// A pin of a [`Machine`](crate::Machine) with pulses of a width.
#[derive(Debug)]
pub struct MachinePwm(Claim);

impl MachinePwm {
    pub(super) fn open(bench: &'static Bench, pin: Pin) -> Result<Self, BoardError> {
        let pwm = Self(Claim::new(bench, pin, Role::Output)?);
        bench.expect_wire(pin, "output");
        bench.drive(pin, 0);
        Ok(pwm)
    }
}

impl pwm::ErrorType for MachinePwm {
    type Error = Infallible;
}

impl SetDutyCycle for MachinePwm {
    fn max_duty_cycle(&self) -> u16 {
        u8::MAX.into()
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), Infallible> {
        let level = u8::try_from(duty).unwrap_or(u8::MAX);
        self.0.bench.drive(self.0.pin, level);
        Ok(())
    }
}

/// A pin of a [`Machine`](crate::Machine) that is read.
#[derive(Debug)]
pub struct MachineInput(Claim);

impl MachineInput {
    pub(super) fn open(bench: &'static Bench, pin: Pin) -> Result<Self, BoardError> {
        let input = Self(Claim::new(bench, pin, Role::Input)?);
        if bench.fingers_at(pin).is_none() {
            bench.complain(format!("{pin} is an input, where nothing is soldered"));
        }
        Ok(input)
    }
}

impl digital::ErrorType for MachineInput {
    type Error = Infallible;
}

impl InputPin for MachineInput {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        let fingers = self.0.bench.fingers_at(self.0.pin);
        Ok(fingers.is_none_or(|fingers| !fingers.look()))
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        self.is_high().map(|high| !high)
    }
}
