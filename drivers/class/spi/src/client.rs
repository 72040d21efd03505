//! The side that submits and takes answers.

use isr_ring::Doorbell;

use crate::{ClientEnds, SpiDone, SpiQueue, SpiRequest, SpiStats, SubmitError};

/// Submits to an [`SpiWorker`](crate::SpiWorker), and takes its answers.
///
/// `K` wakes the worker: it is rung for a transaction that meets an empty
/// queue, and for each answer taken while others are in flight, because the
/// worker may have waited for its room.
///
/// # Examples
///
/// ```
/// use class_spi::{Doorbell, SpiClient, SpiQueue, SpiRings, SpiWorker};
/// use embedded_hal::spi::{ErrorKind, ErrorType, Operation, SpiDevice};
///
/// struct Silent;
/// impl Doorbell for Silent {
///     fn ring(&self) {}
/// }
///
/// /// Reads the complement of what was written last.
/// struct Complement(u8);
/// impl ErrorType for Complement {
///     type Error = ErrorKind;
/// }
/// impl SpiDevice for Complement {
///     fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), ErrorKind> {
///         for operation in operations {
///             match operation {
///                 Operation::Write(bytes) => self.0 = !bytes.last().copied().unwrap_or(0),
///                 Operation::Read(bytes) => bytes.fill(self.0),
///                 _ => return Err(ErrorKind::Other),
///             }
///         }
///         Ok(())
///     }
/// }
///
/// static RINGS: SpiRings<8, 64, 64> = SpiRings::new();
///
/// let (client, worker) = RINGS.split().expect("not split before");
/// let mut client = SpiClient::new(client, Silent);
/// let mut worker = SpiWorker::new(Complement(0), worker, Silent);
///
/// client.submit(7, &[0x9F], 2)?;
/// assert!(worker.run_one());
/// assert!(client.complete(&mut |done, bytes| {
///     assert_eq!((done.id, done.result), (7, Ok(())));
///     assert_eq!(bytes, [0x60, 0x60]);
/// }));
/// # Ok::<(), class_spi::SubmitError>(())
/// ```
#[derive(Debug)]
pub struct SpiClient<'r, K, const Q: usize, const W: usize, const R: usize> {
    ends: ClientEnds<'r, Q, W, R>,
    kick: K,
    stats: SpiStats,
}

impl<'r, K: Doorbell, const Q: usize, const W: usize, const R: usize> SpiClient<'r, K, Q, W, R> {
    /// Bytes that one transaction can write, and can read: a ring of bytes that
    /// is empty has all of them in a row.
    const MAX: usize = if W < R { W } else { R };

    /// Ties the parts together.
    pub fn new(ends: ClientEnds<'r, Q, W, R>, kick: K) -> Self {
        Self {
            ends,
            kick,
            stats: SpiStats::default(),
        }
    }

    /// Takes the parts apart again. What is in flight is never answered.
    pub fn release(self) -> ClientEnds<'r, Q, W, R> {
        self.ends
    }

    fn try_submit(&mut self, id: u32, write: &[u8], read: usize) -> Result<(), SubmitError> {
        if write.len() > Self::MAX || read > Self::MAX {
            return Err(SubmitError::TooLong { max: Self::MAX });
        }
        // A slot for the request, and later one for its answer.
        if self.stats.in_flight as usize >= Q {
            return Err(SubmitError::Full);
        }
        if !write.is_empty() {
            let room = self.ends.to_write.grant(write.len());
            let mut room = room.ok_or(SubmitError::Full)?;
            room.copy_from_slice(write);
            room.commit(write.len());
        }
        let request = SpiRequest {
            id,
            write_len: write.len() as u32,
            read_len: read as u32,
        };
        let pushed = self.ends.requests.push_ringing(request, &self.kick);
        pushed.map_err(|_| SubmitError::Full)
    }
}

impl<K, const Q: usize, const W: usize, const R: usize> SpiQueue for SpiClient<'static, K, Q, W, R>
where
    K: Doorbell + Send + 'static,
{
    fn submit(&mut self, id: u32, write: &[u8], read: usize) -> Result<(), SubmitError> {
        let submitted = self.try_submit(id, write, read);
        if submitted.is_ok() {
            self.stats.submitted = self.stats.submitted.wrapping_add(1);
            self.stats.in_flight += 1;
            let written = &mut self.stats.written_bytes;
            *written = written.wrapping_add(write.len() as u32);
        } else {
            self.stats.refused = self.stats.refused.wrapping_add(1);
        }
        submitted
    }

    fn complete(&mut self, take: &mut dyn FnMut(SpiDone, &[u8])) -> bool {
        let Some(done) = self.ends.answers.pop() else {
            return false;
        };
        self.stats.completed = self.stats.completed.wrapping_add(1);
        self.stats.in_flight = self.stats.in_flight.saturating_sub(1);
        self.stats.failed = self
            .stats
            .failed
            .wrapping_add(u32::from(done.result.is_err()));
        self.stats.read_bytes = self.stats.read_bytes.wrapping_add(done.read_len);
        let len = done.read_len as usize;
        let queued = match len {
            0 => None,
            _ => self.ends.read.read(),
        };
        let bytes = queued.as_deref().and_then(|bytes| bytes.get(..len));
        take(done, bytes.unwrap_or_default());
        if let Some(queued) = queued {
            queued.release(len);
        }
        if self.stats.in_flight > 0 {
            self.kick.ring();
        }
        true
    }

    fn stats(&self) -> SpiStats {
        self.stats
    }

    fn max_transfer(&self) -> usize {
        Self::MAX
    }

    fn in_flight_limit(&self) -> usize {
        Q
    }
}
