//! I2C by two lines that are worked bit by bit.

mod bits;
mod bus;
#[cfg(test)]
mod part;

use core::cell::Cell;

use board_support::{BoardError, I2cWires};
use critical_section::Mutex;
use embedded_hal::i2c::{self, ErrorKind, Operation};

use crate::clock::{self, now_us};
use crate::registers::{SBCON, Sbcon};
use bits::Lines;
pub use bus::I2cError;

/// The clock line, bit 0.
const CLOCK: u32 = 1;
/// The data line, bit 1.
const DATA: u32 = 1 << 1;
/// How long a part may hold the clock.
const STRETCH_US: u32 = 10_000;

/// Which buses are in the middle of a transaction.
static AT_WORK: Mutex<Cell<u32>> = Mutex::new(Cell::new(0));

/// A handle of an I2C bus. All handles of a bus may be used in turn.
#[derive(Debug)]
pub struct I2c {
    controller: usize,
    lines: SbconLines,
}

#[derive(Debug)]
struct SbconLines {
    port: Sbcon,
    half_us: u32,
}

impl I2c {
    /// Opens a controller, whose pins are fixed.
    pub(crate) fn open(wires: &I2cWires) -> Result<Self, BoardError> {
        let controller = usize::from(wires.controller);
        let port = SBCON.get(controller).copied();
        let port = port.ok_or(BoardError::NoResources("I2C controllers of that number"))?;
        port.set.write(CLOCK | DATA);
        let half_us = 500_000_u32.div_ceil(wires.hz.max(1));
        Ok(Self {
            controller,
            lines: SbconLines { port, half_us },
        })
    }

    fn begin(&self) -> Result<(), I2cError> {
        critical_section::with(|cs| {
            let cell = AT_WORK.borrow(cs);
            let bit = 1 << self.controller;
            if cell.get() & bit != 0 {
                return Err(I2cError::AtWork);
            }
            cell.set(cell.get() | bit);
            Ok(())
        })
    }

    fn end(&self) {
        critical_section::with(|cs| {
            let cell = AT_WORK.borrow(cs);
            cell.set(cell.get() & !(1 << self.controller));
        });
    }
}

impl i2c::ErrorType for I2c {
    type Error = I2cError;
}

impl i2c::Error for I2cError {
    fn kind(&self) -> ErrorKind {
        bus::kind(*self)
    }
}

impl i2c::I2c for I2c {
    fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
    ) -> Result<(), I2cError> {
        self.begin()?;
        let done = bus::transaction(&mut self.lines, address, operations);
        self.end();
        done
    }
}

impl Lines for SbconLines {
    fn pull_clock(&mut self) {
        self.port.clear.write(CLOCK);
    }

    fn let_clock_go(&mut self) -> bool {
        self.port.set.write(CLOCK);
        clock::wait_for(STRETCH_US, || self.port.set.read() & CLOCK != 0).is_ok()
    }

    fn set_data(&mut self, high: bool) {
        let register = if high { self.port.set } else { self.port.clear };
        register.write(DATA);
    }

    fn is_data_high(&mut self) -> bool {
        self.port.set.read() & DATA != 0
    }

    fn wait(&mut self) {
        let end = now_us() + u64::from(self.half_us);
        while now_us() < end {}
    }
}
