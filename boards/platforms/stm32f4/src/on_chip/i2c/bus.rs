//! A controller that is open: its clock, its pins, and how it is freed.

use board_support::{BoardError, I2cWires};
use embedded_hal::delay::DelayNs;
use embedded_hal::i2c::{ErrorKind, Operation};
use platform_bare::{I2cLines, bus_clear};
use stm32f4xx_hal::pac::{self, i2c1};
use stm32f4xx_hal::rcc::{Enable, Reset};

use super::super::pins::{self, Taken};
use super::super::time::{Deadline, Wait};
use super::super::{chip, registers};
use super::transfer::{End, Transfer};
use crate::{I2cDivider, Signal};

/// The alternate function of all pins of I2C.
const ALTERNATE: u8 = 4;

/// A controller that is open. With its drop it is off.
pub(super) struct Bus {
    controller: u8,
    hz: u32,
    sda: Taken,
    scl: Taken,
}

impl Bus {
    pub(super) fn open(wires: &I2cWires) -> Result<Self, BoardError> {
        let controller = wires.controller;
        let bus = Self {
            controller,
            hz: wires.hz,
            sda: pins::wire(Signal::Sda, controller, wires.sda, true)?,
            scl: pins::wire(Signal::Scl, controller, wires.scl, true)?,
        };
        if !pins::read(bus.sda.number()) {
            // A device was reset with the processor in the middle of a byte.
            bus.clear();
        }
        bus.start();
        Ok(bus)
    }

    /// Resets the controller and sets its clock.
    fn start(&self) {
        let clock_hz = chip::with(|rcc| {
            match self.controller {
                1 => {
                    pac::I2C1::enable(rcc);
                    pac::I2C1::reset(rcc);
                }
                2 => {
                    pac::I2C2::enable(rcc);
                    pac::I2C2::reset(rcc);
                }
                _ => {
                    pac::I2C3::enable(rcc);
                    pac::I2C3::reset(rcc);
                }
            }
            rcc.clocks.pclk1().raw()
        });
        let divider = I2cDivider::find(clock_hz, self.hz);
        let registers = self.registers();
        registers.ccr().write(|w| w.f_s().bit(divider.fast));
        registers::set_i2c_clock(self.controller, divider.mhz, divider.divider);
        registers.trise().write(|w| w.trise().set(divider.rise));
        registers.cr1().write(|w| w.pe().set_bit());
    }

    pub(super) fn registers(&self) -> &'static i2c1::RegisterBlock {
        registers::i2c(self.controller)
    }

    /// Clocks what holds the bus until it lets go; whether it did. The
    /// controller has the pins again afterwards.
    fn clear(&self) -> bool {
        let (sda, scl) = (self.sda.number(), self.scl.number());
        pins::output(sda, true, true);
        pins::output(scl, true, true);
        let is_free = bus_clear(&mut Lines { sda, scl });
        pins::function(sda, ALTERNATE, true);
        pins::function(scl, ALTERNATE, true);
        is_free
    }

    /// A transaction; one that fails leaves the bus stopped, and the controller
    /// as after a reset if it hung.
    pub(super) fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
        deadline: Deadline,
    ) -> Result<(), ErrorKind> {
        let result = self.try_transaction(address, operations, deadline);
        match result {
            Ok(()) | Err(ErrorKind::NoAcknowledge(_)) => result,
            Err(error) => {
                let is_free = self.clear();
                self.start();
                Err(if is_free { error } else { ErrorKind::Bus })
            }
        }
    }

    /// Groups of operations of one kind, each with a start of its own.
    fn try_transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
        deadline: Deadline,
    ) -> Result<(), ErrorKind> {
        if operations.is_empty() {
            return Ok(());
        }
        let transfer = Transfer::begin(self.registers(), address, deadline)?;
        let mut rest = operations;
        while let Some(first) = rest.first() {
            let is_read = matches!(first, Operation::Read(_));
            let same = |o: &Operation<'_>| matches!(o, Operation::Read(_)) == is_read;
            let count = rest.iter().take_while(|o| same(o)).count();
            let (group, after) = rest.split_at_mut(count);
            let end = match after {
                [] => End::Stop,
                _ => End::Start,
            };
            match is_read {
                true => transfer.read(group, end)?,
                false => transfer.write(group, end)?,
            }
            rest = after;
        }
        Ok(())
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.registers().cr1().write(|w| w.pe().clear_bit());
        chip::with(|rcc| match self.controller {
            1 => pac::I2C1::disable(rcc),
            2 => pac::I2C2::disable(rcc),
            _ => pac::I2C3::disable(rcc),
        });
    }
}

/// The two pins as what they are while the controller is off.
struct Lines {
    sda: u16,
    scl: u16,
}

impl I2cLines for Lines {
    fn scl(&mut self, high: bool) {
        pins::write(self.scl, high);
    }

    fn sda(&mut self, high: bool) {
        pins::write(self.sda, high);
    }

    fn scl_is_high(&mut self) -> bool {
        pins::read(self.scl)
    }

    fn sda_is_high(&mut self) -> bool {
        pins::read(self.sda)
    }

    fn wait(&mut self) {
        Wait.delay_us(5);
    }
}
