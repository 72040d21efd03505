//! I2C buses, shared between their handles.

mod bus;
mod transfer;

use board_support::{BoardError, I2cWires};
use embedded_hal::i2c::{ErrorKind, ErrorType, Operation};
use platform_bare::{BusOf, Buses, i2c_timeout_us};

use super::time::Deadline;
use bus::Bus;

static BUSES: Buses<I2cWires, Bus, 1, 3> = Buses::new("I2C");

/// A handle of an I2C bus, which it shares with the others.
///
/// A transaction ends in time, whatever a device does; what held the bus low is
/// clocked until it lets go.
#[derive(Debug)]
pub struct I2c {
    bus: BusOf<I2cWires, Bus, 1, 3>,
    hz: u32,
}

impl I2c {
    pub(super) fn open(wires: &I2cWires) -> Result<Self, BoardError> {
        let bus = BUSES.open(wires.controller, *wires, || Bus::open(wires))?;
        Ok(Self { bus, hz: wires.hz })
    }
}

impl ErrorType for I2c {
    type Error = ErrorKind;
}

impl embedded_hal::i2c::I2c for I2c {
    /// # Errors
    ///
    /// [`ErrorKind::NoAcknowledge`], [`ErrorKind::ArbitrationLoss`];
    /// [`ErrorKind::Bus`] while a line is held low; [`ErrorKind::Other`] if it
    /// took too long, or if what this call interrupted has the bus.
    fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
    ) -> Result<(), ErrorKind> {
        let bytes: usize = operations.iter().map(|o| 1 + length(o)).sum();
        let timeout_us = i2c_timeout_us(bytes, self.hz);
        let done = self.bus.with(|bus| {
            let deadline = Deadline::after_us(timeout_us);
            bus.transaction(address, operations, deadline)
        });
        done.unwrap_or(Err(ErrorKind::Other))
    }
}

fn length(operation: &Operation<'_>) -> usize {
    match operation {
        Operation::Read(bytes) => bytes.len(),
        Operation::Write(bytes) => bytes.len(),
    }
}
