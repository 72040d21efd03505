//! Bytes over I2C, as the reference manual orders the steps.
//!
//! RM0090, section 27.3.3, "I2C master mode". The last bytes of a read are
//! taken by the method that stretches the clock (figures 243 to 245 there), so
//! an interrupt in between does not matter.

use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource, Operation};
use stm32f4xx_hal::pac::i2c1;

use super::super::time::Deadline;

/// What comes after the last byte of a group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Stop,
    /// The start of the next group.
    Start,
}

/// A flag of `SR1` that is waited for.
type Flag = fn(&i2c1::sr1::R) -> bool;

/// A transaction with one device.
pub(super) struct Transfer {
    registers: &'static i2c1::RegisterBlock,
    address: u8,
    deadline: Deadline,
}

impl Transfer {
    /// Waits until the bus is free, and says start.
    pub(super) fn begin(
        registers: &'static i2c1::RegisterBlock,
        address: u8,
        deadline: Deadline,
    ) -> Result<Self, ErrorKind> {
        let is_free = || registers.sr2().read().busy().bit_is_clear();
        if !deadline.until(is_free) {
            return Err(ErrorKind::Bus);
        }
        registers.cr1().modify(|_, w| w.start().set_bit());
        Ok(Self {
            registers,
            address,
            deadline,
        })
    }

    pub(super) fn write(&self, group: &[Operation<'_>], end: End) -> Result<(), ErrorKind> {
        self.call(0)?;
        self.clear_address();
        for operation in group {
            let Operation::Write(bytes) = operation else {
                continue;
            };
            for byte in *bytes {
                self.wait(|flags| flags.tx_e().bit_is_set(), DATA)?;
                self.registers.dr().write(|w| w.dr().set(*byte));
                self.wait(|flags| flags.btf().bit_is_set(), DATA)?;
            }
        }
        self.finish(end);
        Ok(())
    }

    pub(super) fn read(&self, group: &mut [Operation<'_>], end: End) -> Result<(), ErrorKind> {
        let count = group.iter().map(super::length).sum();
        let mut bytes = group.iter_mut().flat_map(|operation| match operation {
            Operation::Read(bytes) => bytes.iter_mut(),
            Operation::Write(_) => [].iter_mut(),
        });
        self.registers.cr1().modify(|_, w| match count {
            2 => w.ack().set_bit().pos().set_bit(),
            _ => w.ack().set_bit().pos().clear_bit(),
        });
        self.call(1)?;
        match count {
            // A part that is called to be read sends a byte at least.
            0 | 1 => self.read_one(end, &mut bytes),
            2 => {
                critical_section::with(|_| {
                    self.clear_address();
                    self.refuse();
                });
                self.read_two(end, &mut bytes)
            }
            _ => {
                self.clear_address();
                self.read_more(count, end, &mut bytes)
            }
        }
    }

    fn read_one<'b>(
        &self,
        end: End,
        bytes: &mut impl Iterator<Item = &'b mut u8>,
    ) -> Result<(), ErrorKind> {
        self.refuse();
        critical_section::with(|_| {
            self.clear_address();
            self.finish(end);
        });
        self.wait(RECEIVED, DATA)?;
        self.take(bytes);
        Ok(())
    }

    /// Two bytes are in the controller before either is taken.
    fn read_two<'b>(
        &self,
        end: End,
        bytes: &mut impl Iterator<Item = &'b mut u8>,
    ) -> Result<(), ErrorKind> {
        self.wait(FULL, DATA)?;
        critical_section::with(|_| {
            self.finish(end);
            self.take(bytes);
        });
        self.take(bytes);
        self.registers.cr1().modify(|_, w| w.pos().clear_bit());
        Ok(())
    }

    fn read_more<'b>(
        &self,
        count: usize,
        end: End,
        bytes: &mut impl Iterator<Item = &'b mut u8>,
    ) -> Result<(), ErrorKind> {
        for _ in 3..count {
            self.wait(RECEIVED, DATA)?;
            self.take(bytes);
        }
        // Two are in the controller, which holds the clock before the third.
        self.wait(FULL, DATA)?;
        self.refuse();
        self.take(bytes);
        self.wait(FULL, DATA)?;
        critical_section::with(|_| {
            self.finish(end);
            self.take(bytes);
        });
        self.take(bytes);
        Ok(())
    }

    /// Waits for the start that was said, and calls the device.
    fn call(&self, read: u8) -> Result<(), ErrorKind> {
        self.wait(|flags| flags.sb().bit_is_set(), DATA)?;
        let byte = self.address << 1 | read;
        self.registers.dr().write(|w| w.dr().set(byte));
        self.wait(|flags| flags.addr().bit_is_set(), ADDRESS)
    }

    /// Goes on after the address: `ADDR` is cleared by reading both.
    fn clear_address(&self) {
        self.registers.sr1().read();
        self.registers.sr2().read();
    }

    /// Does not acknowledge the next byte.
    fn refuse(&self) {
        self.registers.cr1().modify(|_, w| w.ack().clear_bit());
    }

    fn finish(&self, end: End) {
        self.registers.cr1().modify(|_, w| match end {
            End::Stop => w.stop().set_bit(),
            End::Start => w.start().set_bit(),
        });
    }

    fn take<'b>(&self, bytes: &mut impl Iterator<Item = &'b mut u8>) {
        let byte = self.registers.dr().read().dr().bits();
        if let Some(place) = bytes.next() {
            *place = byte;
        }
    }

    /// Waits for a flag; a byte that is not acknowledged ends the transaction.
    fn wait(&self, flag: Flag, refused: NoAcknowledgeSource) -> Result<(), ErrorKind> {
        let status = self.registers.sr1();
        let mut result = Err(ErrorKind::Other);
        self.deadline.until(|| {
            let flags = status.read();
            if flags.af().bit_is_set() {
                status.modify(|_, w| w.af().clear_bit());
                self.finish(End::Stop);
                result = Err(ErrorKind::NoAcknowledge(refused));
            } else if flags.arlo().bit_is_set() {
                status.modify(|_, w| w.arlo().clear_bit());
                result = Err(ErrorKind::ArbitrationLoss);
            } else if flag(&flags) {
                result = Ok(());
            } else {
                return false;
            }
            true
        });
        result
    }
}

const ADDRESS: NoAcknowledgeSource = NoAcknowledgeSource::Address;
const DATA: NoAcknowledgeSource = NoAcknowledgeSource::Data;
/// A byte is in the data register.
const RECEIVED: Flag = |flags| flags.rx_ne().bit_is_set();
/// Another byte is behind it.
const FULL: Flag = |flags| flags.btf().bit_is_set();
