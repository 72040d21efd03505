//! Streams of bytes behind one trait: a chunk in, a chunk out, in place.

#[cfg(target_has_atomic = "ptr")]
mod bbqueue;
mod isr_ring;
mod seeded;

#[cfg(target_has_atomic = "ptr")]
pub use bbqueue::BbqueueBytes;
pub use isr_ring::IsrBytes;
pub use seeded::SlowBytes;

/// Bytes of every ring: a chunk of 4 KiB fits while another is queued.
pub const CAPACITY: usize = 16 * 1024;

/// A ring of [`CAPACITY`] bytes.
pub trait Stream {
    /// The name that the tables print.
    const NAME: &'static str;
    /// The memory that the ring lives in.
    type Home;
    /// The producer and the consumer.
    type Ends<'a>;

    /// Makes an empty ring.
    fn home() -> Self::Home;
    /// Hands out the two ends.
    fn ends(home: &mut Self::Home) -> Self::Ends<'_>;
    /// Copies a chunk into a grant of its length, and commits it; false when
    /// there was none.
    fn send(ends: &mut Self::Ends<'_>, chunk: &[u8]) -> bool;
    /// Copies a chunk out of what can be read, and releases it; false when
    /// that was less than a chunk.
    fn receive(ends: &mut Self::Ends<'_>, chunk: &mut [u8]) -> bool;
}
