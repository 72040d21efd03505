//! The simulated I2C bus: one part on it, a count, and faults on demand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use embedded_hal::i2c::{ErrorKind, ErrorType, I2c, NoAcknowledgeSource, Operation};

use crate::ft6x36::{ADDRESS, Ft6x36};

/// What hangs on the wires.
pub(crate) struct Wires {
    pub(crate) part: Ft6x36,
    pub(crate) transactions: u32,
    faults: Vec<(u32, ErrorKind)>,
}

/// One master's hold of the bus.
#[derive(Clone)]
pub(crate) struct SimBus(Arc<Mutex<Wires>>);

impl SimBus {
    /// A bus on which the given transactions, counted from 1, fail.
    pub(crate) fn new(faults: Vec<(u32, ErrorKind)>) -> Self {
        Self(Arc::new(Mutex::new(Wires {
            part: Ft6x36::new(),
            transactions: 0,
            faults,
        })))
    }

    /// The wires, for the time of one transaction. Nothing panics while it
    /// holds them, so poison means nothing.
    pub(crate) fn wires(&self) -> MutexGuard<'_, Wires> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ErrorType for SimBus {
    type Error = ErrorKind;
}

impl I2c for SimBus {
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
        if address != ADDRESS {
            return Err(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));
        }
        for operation in operations {
            match operation {
                Operation::Write(bytes) => wires.part.write(bytes),
                Operation::Read(bytes) => wires.part.read(bytes),
            }
        }
        Ok(())
    }
}
