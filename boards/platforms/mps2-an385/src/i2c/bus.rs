//! Transactions: addresses, and what goes on between START and STOP.

use core::fmt;

use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource, Operation};

use super::bits::{self, Held, Lines};

/// Why a transaction failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum I2cError {
    /// Nobody is at the address.
    NoDevice,
    /// A byte was not acknowledged.
    Refused,
    /// A line is held low.
    Held,
    /// Another handle of the bus is in the middle of a transaction, which an
    /// interrupt broke into.
    AtWork,
}

impl fmt::Display for I2cError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoDevice => "nobody is at the address",
            Self::Refused => "a byte was not acknowledged",
            Self::Held => "a line is held low",
            Self::AtWork => "another transaction is under way",
        })
    }
}

impl core::error::Error for I2cError {}

impl From<Held> for I2cError {
    fn from(_: Held) -> Self {
        Self::Held
    }
}

pub(super) const fn kind(error: I2cError) -> ErrorKind {
    match error {
        I2cError::NoDevice => ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address),
        I2cError::Refused => ErrorKind::NoAcknowledge(NoAcknowledgeSource::Data),
        I2cError::Held => ErrorKind::Bus,
        I2cError::AtWork => ErrorKind::ArbitrationLoss,
    }
}

/// Carries out a transaction; the lines are free afterwards, whatever comes of
/// it, unless somebody else holds them. One of no operations does nothing.
pub(super) fn transaction<L: Lines>(
    lines: &mut L,
    address: u8,
    operations: &mut [Operation<'_>],
) -> Result<(), I2cError> {
    if operations.is_empty() {
        return Ok(());
    }
    let done = carry_out(lines, address, operations);
    let stopped = bits::stop(lines);
    done?;
    Ok(stopped?)
}

fn carry_out<L: Lines>(
    lines: &mut L,
    address: u8,
    operations: &mut [Operation<'_>],
) -> Result<(), I2cError> {
    let mut direction = None;
    let count = operations.len();
    for nth in 0..count {
        let reads = |operation: &Operation<'_>| matches!(operation, Operation::Read(_));
        let goes_on = operations.get(nth + 1).is_some_and(reads);
        let Some(operation) = operations.get_mut(nth) else {
            break;
        };
        let is_read = reads(operation);
        if direction.replace(is_read) != Some(is_read) {
            bits::start(lines)?;
            let heard = bits::write(lines, address << 1 | u8::from(is_read))?;
            heard.then_some(()).ok_or(I2cError::NoDevice)?;
        }
        match operation {
            Operation::Read(bytes) => read(lines, bytes, goes_on)?,
            Operation::Write(bytes) => write(lines, bytes)?,
        }
    }
    Ok(())
}

fn write<L: Lines>(lines: &mut L, bytes: &[u8]) -> Result<(), I2cError> {
    for byte in bytes {
        let heard = bits::write(lines, *byte)?;
        heard.then_some(()).ok_or(I2cError::Refused)?;
    }
    Ok(())
}

/// The last byte before the direction changes is not acknowledged: the part
/// has to let the line go.
fn read<L: Lines>(lines: &mut L, bytes: &mut [u8], goes_on: bool) -> Result<(), I2cError> {
    let count = bytes.len();
    for (nth, byte) in bytes.iter_mut().enumerate() {
        *byte = bits::read(lines, !goes_on && nth + 1 == count)?;
    }
    Ok(())
}
