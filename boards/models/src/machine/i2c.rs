//! I2C of the machine: wires with several parts, and faults on demand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use board_support::{BoardError, I2cWires, Pin};
use embedded_hal::i2c::{ErrorKind, ErrorType, I2c, NoAcknowledgeSource, Operation};

use super::bench::Bench;
use super::pins::Claim;
use super::slot::Slot;
use crate::i2c::carry_out;
use crate::{I2cFault, I2cPart, SimClock};

/// Bits of a byte on the bus, with its acknowledge.
const BITS: u64 = 9;

/// A pair of wires.
pub(super) struct I2cNet {
    pub(super) sda: Pin,
    pub(super) scl: Pin,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    parts: Vec<Arc<Slot<dyn I2cPart>>>,
    /// Who has it open, how often.
    open: Option<(I2cWires, u32)>,
    transactions: u32,
    faults: Vec<I2cFault>,
    held_low: bool,
    /// Addresses that answer no more.
    absent: Vec<u8>,
}

impl I2cNet {
    pub(super) fn new(sda: Pin, scl: Pin) -> Self {
        Self {
            sda,
            scl,
            state: Mutex::new(State::default()),
        }
    }

    pub(super) fn add(&self, part: Arc<Slot<dyn I2cPart>>) {
        self.state().parts.push(part);
    }

    /// Nothing panics while it holds the lock but a model, and that spoils the
    /// model only.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who answers, now.
    pub(super) fn addresses(&self) -> Vec<u8> {
        let state = self.state();
        state
            .parts
            .iter()
            .map(|part| part.lock().address())
            .collect()
    }

    pub(super) fn transactions(&self) -> u32 {
        self.state().transactions
    }

    /// These transactions fail, counted from the next, which is 1.
    pub(super) fn fail(&self, faults: &[I2cFault]) {
        let mut state = self.state();
        let before = state.transactions;
        state.faults = faults
            .iter()
            .map(|(nth, kind)| (before.saturating_add(*nth), *kind))
            .collect();
    }

    pub(super) fn hold_low(&self, held: bool) {
        self.state().held_low = held;
    }

    pub(super) fn set_absent(&self, address: u8, absent: bool) {
        let mut state = self.state();
        state.absent.retain(|one| *one != address);
        if absent {
            state.absent.push(address);
        }
    }

    /// One more handle, of a bus that is set up so.
    fn open(&self, wires: &I2cWires) -> Result<(), BoardError> {
        let mut state = self.state();
        match &mut state.open {
            Some((as_this, handles)) if as_this == wires => *handles += 1,
            Some(_) => return Err(BoardError::Busy),
            none => *none = Some((*wires, 1)),
        }
        Ok(())
    }

    fn close(&self) {
        let mut state = self.state();
        state.open = match state.open {
            Some((wires, handles)) if handles > 1 => Some((wires, handles - 1)),
            _ => None,
        };
    }
}

impl State {
    fn part_at(&self, address: u8) -> Option<&Arc<Slot<dyn I2cPart>>> {
        let here = |part: &&Arc<Slot<dyn I2cPart>>| part.lock().address() == address;
        self.parts.iter().find(here)
    }

    fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
    ) -> Result<(), ErrorKind> {
        self.transactions += 1;
        let nth = self.transactions;
        let part = self.part_at(address);
        let fault = self.faults.iter().find(|(at, _)| *at == nth);
        let nack = ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address);
        let refused = match fault {
            Some((_, kind)) => Some(*kind),
            None if self.held_low => Some(ErrorKind::Bus),
            None if self.absent.contains(&address) => Some(nack),
            None => None,
        };
        if let Some(kind) = refused {
            if let Some(part) = part {
                part.note_failure();
            }
            return Err(kind);
        }
        let part = part.filter(|part| part.is_powered());
        carry_out(&mut *part.ok_or(nack)?.lock(), operations)
    }
}

/// A handle of an I2C bus of a [`Machine`](crate::Machine).
pub struct MachineI2c {
    bench: &'static Bench,
    net: Arc<I2cNet>,
    hz: u32,
    _pins: Vec<Claim>,
}

impl MachineI2c {
    pub(super) fn open(bench: &'static Bench, wires: &I2cWires) -> Result<Self, BoardError> {
        let pins = Claim::bus(bench, &[wires.sda, wires.scl])?;
        let net = bench.i2c_net(wires.sda, wires.scl);
        net.open(wires)?;
        let too_fast: Vec<_> = {
            let state = net.state();
            let slower = |part: &&Arc<Slot<dyn I2cPart>>| part.lock().max_hz() < wires.hz;
            let addresses = state.parts.iter().filter(slower);
            addresses.map(|part| part.lock().address()).collect()
        };
        for address in too_fast {
            let hz = wires.hz;
            bench.complain(format!(
                "{hz} Hz is too fast for the part at {address:#04x}"
            ));
        }
        Ok(Self {
            bench,
            net,
            hz: wires.hz.max(1),
            _pins: pins,
        })
    }
}

impl std::fmt::Debug for MachineI2c {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MachineI2c").finish_non_exhaustive()
    }
}

impl Drop for MachineI2c {
    fn drop(&mut self) {
        self.net.close();
    }
}

impl ErrorType for MachineI2c {
    type Error = ErrorKind;
}

impl I2c for MachineI2c {
    fn transaction(
        &mut self,
        address: u8,
        operations: &mut [Operation<'_>],
    ) -> Result<(), ErrorKind> {
        let result = self.net.state().transaction(address, operations);
        take_time(self.bench.clock(), self.hz, operations);
        self.bench.settle();
        result
    }
}

/// An address and its bytes, for each operation.
fn take_time(clock: &SimClock, hz: u32, operations: &[Operation<'_>]) {
    let bytes = |operation: &Operation<'_>| match operation {
        Operation::Read(bytes) => bytes.len(),
        Operation::Write(bytes) => bytes.len(),
    };
    let bytes: usize = operations.iter().map(|one| 1 + bytes(one)).sum();
    clock.pass_ns(bytes as u64 * BITS * 1_000_000_000 / u64::from(hz));
}
