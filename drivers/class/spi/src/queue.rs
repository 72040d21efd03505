//! What an SPI port holds: transactions in, answers out.

use crate::{SpiDone, SubmitError};

/// Counts of an open queue since it was opened. Those that only grow wrap at
/// 2^32.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SpiStats {
    /// Transactions that were taken.
    pub submitted: u32,
    /// Transactions that were refused.
    pub refused: u32,
    /// Answers that were taken, errors included.
    pub completed: u32,
    /// Answers that were errors, of those taken.
    pub failed: u32,
    /// Transactions without an answer taken: `submitted - completed`.
    pub in_flight: u32,
    /// Bytes to write, of all transactions taken.
    pub written_bytes: u32,
    /// Bytes read, of all answers taken.
    pub read_bytes: u32,
}

/// An open device on an SPI bus, whose transactions are carried out one after
/// the other.
///
/// A board makes one and a port holds it. Dropping it waits for the
/// transaction under way and gives up the others: after the drop the device is
/// not selected, no doorbell is rung, and it can be opened again.
///
/// The doorbell rings when an answer meets an empty queue of answers.
pub trait SpiQueue: Send + 'static {
    /// Queues a transaction: `write`, then `read` bytes to be read. Both may
    /// be empty. Never waits.
    ///
    /// # Errors
    ///
    /// [`SubmitError`]; nothing was queued.
    fn submit(&mut self, id: u32, write: &[u8], read: usize) -> Result<(), SubmitError>;

    /// Shows the oldest answer and the bytes that were read to `take`; false
    /// when there is none. Answers come in the order of submission.
    fn complete(&mut self, take: &mut dyn FnMut(SpiDone, &[u8])) -> bool;

    /// The counts up to now.
    fn stats(&self) -> SpiStats;

    /// Bytes that one transaction can write, and can read. A transaction
    /// within it is taken whenever nothing is in flight.
    fn max_transfer(&self) -> usize;

    /// Transactions that can be in flight at a time, if they are short.
    fn in_flight_limit(&self) -> usize;
}
