//! The side that carries out, in an interrupt or beside a DMA.

use embedded_hal::spi::{Error, ErrorKind, Operation, SpiDevice};
use isr_ring::Doorbell;

use crate::{SpiDone, SpiRequest, WorkerEnds};

/// Carries out on `S` what an [`SpiClient`](crate::SpiClient) submits, and
/// rings `D` for the answers.
///
/// A board calls [`run_one`](Self::run_one) when the client's own doorbell has
/// rung, until there is nothing to do. No allocation, no lock, no panic; the
/// time of a call is that of one transaction.
#[derive(Debug)]
pub struct SpiWorker<'r, S, D, const Q: usize, const W: usize, const R: usize> {
    device: S,
    ends: WorkerEnds<'r, Q, W, R>,
    doorbell: D,
    /// Taken out of the ring, but without room for its answer until others
    /// have been taken.
    waiting: Option<SpiRequest>,
}

impl<'r, S, D, const Q: usize, const W: usize, const R: usize> SpiWorker<'r, S, D, Q, W, R>
where
    S: SpiDevice,
    D: Doorbell,
{
    /// Ties the parts together.
    pub fn new(device: S, ends: WorkerEnds<'r, Q, W, R>, doorbell: D) -> Self {
        Self {
            device,
            ends,
            doorbell,
            waiting: None,
        }
    }

    /// Carries out the oldest transaction; false if there is none, or none
    /// that there is room for.
    pub fn run_one(&mut self) -> bool {
        let next = self.waiting.take().or_else(|| self.ends.requests.pop());
        let Some(request) = next else {
            return false;
        };
        let Some(result) = self.carry_out(request) else {
            self.waiting = Some(request);
            return false;
        };
        let read_len = result.map_or(0, |()| request.read_len);
        let done = SpiDone {
            id: request.id,
            read_len,
            result,
        };
        // There is a slot for each transaction that can be in flight.
        let _full = self.ends.answers.push_ringing(done, &self.doorbell);
        true
    }

    /// Takes the parts apart again. What was not carried out never is.
    pub fn release(self) -> (S, WorkerEnds<'r, Q, W, R>) {
        (self.device, self.ends)
    }

    /// `None` while there is no room for the bytes read.
    fn carry_out(&mut self, request: SpiRequest) -> Option<Result<(), ErrorKind>> {
        let (write_len, read_len) = (request.write_len as usize, request.read_len as usize);
        let mut room = match read_len {
            0 => None,
            _ => Some(self.ends.read.grant(read_len)?),
        };
        let queued = match write_len {
            0 => None,
            _ => self.ends.to_write.read(),
        };
        let write = queued.as_deref().and_then(|bytes| bytes.get(..write_len));
        let read = room.as_deref_mut().unwrap_or_default();
        let result = transact(&mut self.device, write.unwrap_or_default(), read);
        if let Some(queued) = queued {
            queued.release(write_len);
        }
        if let Some(room) = room.filter(|_| result.is_ok()) {
            room.commit(read_len);
        }
        Some(result)
    }
}

/// One selection of the device; none if there is nothing to do.
fn transact<S: SpiDevice>(device: &mut S, write: &[u8], read: &mut [u8]) -> Result<(), ErrorKind> {
    let result = match (write.is_empty(), read.is_empty()) {
        (true, true) => Ok(()),
        (false, true) => device.write(write),
        (true, false) => device.read(read),
        (false, false) => device.transaction(&mut [Operation::Write(write), Operation::Read(read)]),
    };
    result.map_err(|error| error.kind())
}
