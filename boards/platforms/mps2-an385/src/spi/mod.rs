//! SPI by a PL022, and devices on it.

mod rate;
mod words;

use core::cell::Cell;
use core::fmt;

use board_support::{BoardError, Setting, SpiWires};
use class_spi::{BitOrder, SpiConfig};
use critical_section::Mutex;
use embedded_hal::delay::DelayNs;
use embedded_hal::spi::{self, ErrorKind, Operation, Phase, Polarity, SpiDevice};

use crate::Delay;
use crate::clock::wait_for;
use crate::registers::{SSP, Ssp};
use rate::Rate;
pub use words::TouchSpi;

/// Lets the controller run (bit 1 of the second control register).
const ENABLE: u32 = 1 << 1;
/// A frame has come (bit 2 of the status).
const NOT_EMPTY: u32 = 1 << 2;
/// A frame takes microseconds; what takes longer never ends.
const FRAME_US: u32 = 10_000;

/// Which controllers have a device that is open.
static OPEN: Mutex<Cell<u32>> = Mutex::new(Cell::new(0));

/// A frame did not come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpiStuck;

impl fmt::Display for SpiStuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the SPI controller does not answer")
    }
}

impl core::error::Error for SpiStuck {}

impl spi::Error for SpiStuck {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

/// A controller with the one device that is on it.
#[derive(Debug)]
struct Port {
    controller: usize,
    ssp: Ssp,
}

impl Port {
    /// Opens a controller for frames of so many bits.
    fn open(wires: &SpiWires, config: SpiConfig, bits: u32) -> Result<Self, BoardError> {
        let controller = usize::from(wires.controller);
        let ssp = SSP.get(controller).copied();
        let ssp = ssp.ok_or(BoardError::NoResources("SPI controllers of that number"))?;
        if config.bit_order != BitOrder::MsbFirst {
            return Err(BoardError::Unsupported(Setting::BitOrder));
        }
        let rate = Rate::at_most(config.clock_hz.min(wires.max_hz));
        let rate = rate.ok_or(BoardError::Unsupported(Setting::ClockHz))?;
        claim(controller)?;
        let polarity = u32::from(config.mode.polarity == Polarity::IdleHigh);
        let phase = u32::from(config.mode.phase == Phase::CaptureOnSecondTransition);
        ssp.control1.write(0);
        ssp.prescale.write(rate.prescale);
        let format = rate.divider << 8 | phase << 7 | polarity << 6 | (bits - 1);
        ssp.control0.write(format);
        ssp.control1.write(ENABLE);
        while ssp.status.read() & NOT_EMPTY != 0 {
            let _old = ssp.data.read();
        }
        Ok(Self { controller, ssp })
    }

    /// Exchanges a frame.
    fn exchange(&mut self, frame: u16) -> Result<u16, SpiStuck> {
        self.ssp.data.write(frame.into());
        let came = wait_for(FRAME_US, || self.ssp.status.read() & NOT_EMPTY != 0);
        came.map_err(|_| SpiStuck)?;
        // A frame has 16 bits at most.
        Ok(self.ssp.data.read() as u16)
    }
}

fn claim(controller: usize) -> Result<(), BoardError> {
    critical_section::with(|cs| {
        let cell = OPEN.borrow(cs);
        let bit = 1 << controller;
        if cell.get() & bit != 0 {
            return Err(BoardError::Busy);
        }
        cell.set(cell.get() | bit);
        Ok(())
    })
}

impl Drop for Port {
    fn drop(&mut self) {
        self.ssp.control1.write(0);
        critical_section::with(|cs| {
            let cell = OPEN.borrow(cs);
            cell.set(cell.get() & !(1 << self.controller));
        });
    }
}

/// A device that is spoken to in bytes. It has its bus alone: QEMU wires no
/// chip select to these controllers, so whatever is on one is always selected.
#[derive(Debug)]
pub struct Spi {
    port: Port,
}

impl Spi {
    pub(crate) fn open(wires: &SpiWires, config: SpiConfig) -> Result<Self, BoardError> {
        let port = Port::open(wires, config, 8)?;
        Ok(Self { port })
    }
}

impl spi::ErrorType for Spi {
    type Error = SpiStuck;
}

impl SpiDevice for Spi {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), SpiStuck> {
        let port = &mut self.port;
        carry_out(operations, |byte| {
            port.exchange(byte.into())
                .map(|frame| frame.to_be_bytes()[1])
        })
    }
}

/// Does the operations of a transaction, byte by byte.
fn carry_out<E>(
    operations: &mut [Operation<'_, u8>],
    mut exchange: impl FnMut(u8) -> Result<u8, E>,
) -> Result<(), E> {
    for operation in operations {
        match operation {
            Operation::Read(bytes) => bytes
                .iter_mut()
                .try_for_each(|byte| exchange(0).map(|answer| *byte = answer))?,
            Operation::Write(bytes) => bytes
                .iter()
                .try_for_each(|byte| exchange(*byte).map(|_| ()))?,
            Operation::TransferInPlace(bytes) => bytes
                .iter_mut()
                .try_for_each(|byte| exchange(*byte).map(|answer| *byte = answer))?,
            Operation::Transfer(read, write) => {
                for nth in 0..read.len().max(write.len()) {
                    let answer = exchange(write.get(nth).copied().unwrap_or(0))?;
                    if let Some(byte) = read.get_mut(nth) {
                        *byte = answer;
                    }
                }
            }
            Operation::DelayNs(ns) => Delay::new().delay_ns(*ns),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_go_byte_by_byte() {
        let mut sent = alloc::vec::Vec::new();
        let (mut read, mut short, mut both) = ([0; 2], [0; 1], [7, 8]);
        let mut operations = [
            Operation::Write(&[1, 2]),
            Operation::Read(&mut read),
            Operation::Transfer(&mut short, &[5, 6]),
            Operation::TransferInPlace(&mut both),
        ];
        let done = carry_out(&mut operations, |byte| {
            sent.push(byte);
            Ok::<u8, SpiStuck>(byte + 100)
        });
        assert_eq!(done, Ok(()));
        assert_eq!(sent, [1, 2, 0, 0, 5, 6, 7, 8]);
        assert_eq!((read, short, both), ([100, 100], [105], [107, 108]));
        let broken = carry_out(&mut [Operation::Write(&[1])], |_| Err(SpiStuck));
        assert_eq!(broken, Err(SpiStuck));
    }
}
