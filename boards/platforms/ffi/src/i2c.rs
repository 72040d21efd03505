//! I2C transactions by what the platforms' drivers can do.

use alloc::vec::Vec;

use embedded_hal::i2c::{ErrorType, I2c, Operation};
use platform_bare::i2c_timeout_us;

use crate::{Fault, sys};

/// A handle of an I2C bus, which it shares with others.
///
/// A transaction is writes, then reads: the platforms' drivers have no other.
/// One that takes longer than its bits and the stretching of a clock that
/// SMBus allows ends as [`Fault::Timeout`], and the bus is freed from a device
/// that holds it.
pub struct FfiI2c {
    bus: sys::Bus,
    hz: u32,
}

impl core::fmt::Debug for FfiI2c {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FfiI2c").field("hz", &self.hz).finish()
    }
}

impl FfiI2c {
    pub(crate) fn open(wires: &sys::I2cWires) -> Result<Self, Fault> {
        let bus = sys::Bus::open(wires)?;
        let hz = bus.hz().max(1);
        Ok(Self { bus, hz })
    }

    fn transfer(&mut self, address: u8, write: &[u8], read: &mut [u8]) -> Result<(), Fault> {
        let bytes = write.len() + read.len() + 2;
        let timeout_us = i2c_timeout_us(bytes, self.hz);
        let result = self.bus.transfer(address, write, read, timeout_us);
        if matches!(result, Err(Fault::Timeout | Fault::Stuck)) {
            self.bus.recover()?;
        }
        result
    }

    /// Writes what is in pieces as one, and takes what is read apart again.
    fn gather(&mut self, address: u8, operations: &mut [Operation<'_>]) -> Result<(), Fault> {
        let (writes, reads) = split(operations)?;
        let mut write = buffer(writes.iter().map(length).sum())?;
        for operation in writes {
            if let Operation::Write(bytes) = operation {
                write.extend_from_slice(bytes);
            }
        }
        let count = reads.iter().map(length).sum();
        let mut read = buffer(count)?;
        read.resize(count, 0);
        self.transfer(address, &write, &mut read)?;
        let mut rest = &read[..];
        for operation in reads {
            if let Operation::Read(bytes) = operation {
                let (piece, after) = rest.split_at(bytes.len());
                bytes.copy_from_slice(piece);
                rest = after;
            }
        }
        Ok(())
    }
}

fn length(operation: &Operation<'_>) -> usize {
    match operation {
        Operation::Write(bytes) => bytes.len(),
        Operation::Read(bytes) => bytes.len(),
    }
}

/// Parts the writes from the reads after them.
fn split<'s, 'o>(
    operations: &'s mut [Operation<'o>],
) -> Result<(&'s mut [Operation<'o>], &'s mut [Operation<'o>]), Fault> {
    let is_write = |operation: &Operation<'_>| matches!(operation, Operation::Write(_));
    let writes = operations.iter().take_while(|o| is_write(o)).count();
    let (writes, reads) = operations.split_at_mut(writes);
    if reads.iter().any(is_write) {
        return Err(Fault::Sequence);
    }
    Ok((writes, reads))
}

fn buffer(capacity: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let reserved = bytes.try_reserve_exact(capacity);
    reserved.map_err(|_| Fault::NoResources)?;
    Ok(bytes)
}

impl ErrorType for FfiI2c {
    type Error = Fault;
}

impl I2c for FfiI2c {
    fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
    ) -> Result<(), Self::Error> {
        match operations {
            [] => Ok(()),
            [Operation::Write(write)] => self.transfer(address, write, &mut []),
            [Operation::Read(read)] => self.transfer(address, &[], read),
            [Operation::Write(write), Operation::Read(read)] => self.transfer(address, write, read),
            _ => self.gather(address, operations),
        }
    }
}
