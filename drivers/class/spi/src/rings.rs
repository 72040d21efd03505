//! The rings between a queue and its worker.

use isr_ring::{
    ByteConsumer, ByteProducer, ByteRing, Consumer, EventRing, Producer, ResetError, reset,
    reset_bytes,
};

use crate::{SpiDone, SpiRequest};

/// What lies between an [`SpiClient`](crate::SpiClient) and an
/// [`SpiWorker`](crate::SpiWorker): `Q` transactions, `W` bytes to write and
/// `R` bytes read. Usable as a `static`.
///
/// `Q` is a power of two. A transaction can write and read up to the lesser of
/// `W` and `R`; each time round a ring, some bytes may be left unused, so that
/// those of one transaction are in one row.
#[derive(Debug, Default)]
pub struct SpiRings<const Q: usize, const W: usize, const R: usize> {
    requests: EventRing<SpiRequest, Q>,
    to_write: ByteRing<W>,
    answers: EventRing<SpiDone, Q>,
    read: ByteRing<R>,
}

/// The ends of [`SpiRings`] that submit and take answers.
#[derive(Debug)]
pub struct ClientEnds<'r, const Q: usize, const W: usize, const R: usize> {
    pub(crate) requests: Producer<'r, SpiRequest, Q>,
    pub(crate) to_write: ByteProducer<'r, W>,
    pub(crate) answers: Consumer<'r, SpiDone, Q>,
    pub(crate) read: ByteConsumer<'r, R>,
}

/// The ends of [`SpiRings`] that carry out.
#[derive(Debug)]
pub struct WorkerEnds<'r, const Q: usize, const W: usize, const R: usize> {
    pub(crate) requests: Consumer<'r, SpiRequest, Q>,
    pub(crate) to_write: ByteConsumer<'r, W>,
    pub(crate) answers: Producer<'r, SpiDone, Q>,
    pub(crate) read: ByteProducer<'r, R>,
}

/// The ends of both sides.
pub type BothEnds<'r, const Q: usize, const W: usize, const R: usize> =
    (ClientEnds<'r, Q, W, R>, WorkerEnds<'r, Q, W, R>);

impl<const Q: usize, const W: usize, const R: usize> SpiRings<Q, W, R> {
    /// Empty rings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            requests: EventRing::new(),
            to_write: ByteRing::new(),
            answers: EventRing::new(),
            read: ByteRing::new(),
        }
    }

    /// The two sides, once; `None` ever after, as
    /// [`EventRing::split`] has it.
    pub fn split(&self) -> Option<BothEnds<'_, Q, W, R>> {
        let (requests, to_carry_out) = self.requests.split()?;
        let (to_write, written) = self.to_write.split()?;
        let (done, answers) = self.answers.split()?;
        let (fresh, read) = self.read.split()?;
        let client = ClientEnds {
            requests,
            to_write,
            answers,
            read,
        };
        let worker = WorkerEnds {
            requests: to_carry_out,
            to_write: written,
            answers: done,
            read: fresh,
        };
        Some((client, worker))
    }
}

/// Empties the rings, for the next who opens the device.
///
/// # Errors
///
/// The ends belong to different rings; some may have been emptied.
pub fn reset_rings<const Q: usize, const W: usize, const R: usize>(
    client: &mut ClientEnds<'_, Q, W, R>,
    worker: &mut WorkerEnds<'_, Q, W, R>,
) -> Result<(), ResetError> {
    reset(&mut client.requests, &mut worker.requests)?;
    reset_bytes(&mut client.to_write, &mut worker.to_write)?;
    reset(&mut worker.answers, &mut client.answers)?;
    reset_bytes(&mut worker.read, &mut client.read)
}
