//! A simulated I2C bus: one part on it, a count, and faults on demand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use embedded_hal::i2c::{ErrorKind, ErrorType, I2c, NoAcknowledgeSource, Operation};

/// A part on an I2C bus.
pub trait I2cPart: Send + 'static {
    /// The one address that it acknowledges: 7 bits.
    fn address(&self) -> u8;

    /// A start, or a repeated one, of a write: the bytes of it follow.
    fn start_write(&mut self);

    /// Takes a byte, and tells if it is acknowledged.
    fn write(&mut self, byte: u8) -> bool;

    /// A start, or a repeated one, of a read: bytes are taken from here on.
    fn start_read(&mut self) {}

    /// Gives a byte.
    fn read(&mut self) -> u8;

    /// The stop: the transaction is over.
    fn stop(&mut self) {}

    /// The fastest clock that it follows, in Hz.
    fn max_hz(&self) -> u32 {
        400_000
    }
}

/// A transaction that fails: which one, from 1, and what the driver is told.
pub type I2cFault = (u32, ErrorKind);

/// What hangs on the wires.
pub(crate) struct Wires<P> {
    pub(crate) part: P,
    pub(crate) transactions: u32,
    faults: Vec<I2cFault>,
}

/// One master's hold of a bus, and at the same time the spectator's: clones
/// are of the same bus.
///
/// A transaction that is to fail does not reach the part.
pub struct SimI2c<P>(Arc<Mutex<Wires<P>>>);

impl<P> Clone for SimI2c<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P> std::fmt::Debug for SimI2c<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SimI2c").finish_non_exhaustive()
    }
}

impl<P> SimI2c<P> {
    /// A bus with this part on it. `faults` fail, the rest does not.
    #[must_use]
    pub fn new(part: P, faults: Vec<I2cFault>) -> Self {
        Self(Arc::new(Mutex::new(Wires {
            part,
            transactions: 0,
            faults,
        })))
    }

    /// Looks at the part, or does to it what no bus can, between two
    /// transactions.
    pub fn part<R>(&self, look: impl FnOnce(&mut P) -> R) -> R {
        look(&mut self.wires().part)
    }

    /// Transactions so far, those that failed too.
    #[must_use]
    pub fn transactions(&self) -> u32 {
        self.wires().transactions
    }

    /// The wires, for the time of one transaction. A spectator that panics
    /// spoils nothing, so poison means nothing.
    pub(crate) fn wires(&self) -> MutexGuard<'_, Wires<P>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A transaction with a part that has acknowledged its address.
pub(crate) fn carry_out(
    part: &mut (impl I2cPart + ?Sized),
    operations: &mut [Operation<'_>],
) -> Result<(), ErrorKind> {
    let acknowledged = transfer(part, operations);
    part.stop();
    let nack = ErrorKind::NoAcknowledge(NoAcknowledgeSource::Data);
    acknowledged.then_some(()).ok_or(nack)
}

/// Operations of one kind that follow each other are one, as the trait has it.
/// False once a byte is not acknowledged.
fn transfer(part: &mut (impl I2cPart + ?Sized), operations: &mut [Operation<'_>]) -> bool {
    let (mut writing, mut reading) = (false, false);
    for operation in operations {
        match operation {
            Operation::Write(bytes) => {
                if !writing {
                    part.start_write();
                }
                (writing, reading) = (true, false);
                if !bytes.iter().all(|byte| part.write(*byte)) {
                    return false;
                }
            }
            Operation::Read(bytes) => {
                if !reading {
                    part.start_read();
                }
                (writing, reading) = (false, true);
                bytes.fill_with(|| part.read());
            }
        }
    }
    true
}

impl<P> ErrorType for SimI2c<P> {
    type Error = ErrorKind;
}

impl<P: I2cPart> I2c for SimI2c<P> {
    fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
    ) -> Result<(), ErrorKind> {
        let mut wires = self.wires();
        wires.transactions += 1;
        let nth = wires.transactions;
        if let Some((_, kind)) = wires.faults.iter().find(|(at, _)| *at == nth) {
            return Err(*kind);
        }
        if address != wires.part.address() {
            return Err(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));
        }
        carry_out(&mut wires.part, operations)
    }
}
