//! The ring of bytes itself.
#![expect(
    unsafe_code,
    reason = "promises that each end of the queue exists once"
)]

use core::fmt;

use super::ByteQueue;
use super::ends::{ReadEnd, WriteEnd};
use crate::claim::Claim;
use crate::{ByteConsumer, ByteProducer, ByteStats};

/// A stream of bytes between one producer and one consumer, through `N` bytes
/// of memory, any number but 0. Usable as a `static`.
///
/// Both sides get runs of the memory to write and read in place, so a DMA
/// channel can do that. They load and store, and nothing else: no
/// compare-and-swap, no lock, no allocation.
///
/// All `N` bytes are usable by [`ByteProducer::write`] and
/// [`ByteProducer::grant_max`]. A [`ByteProducer::grant`] is in one row, which
/// has its price where the ring wraps: if its bytes do not fit before the end
/// of the memory they begin at the start of it, and up to `len - 1` bytes are
/// left out once a time round. So while something is queued a grant may be
/// refused although more than `len` bytes are free; of an empty ring, up to
/// `N` are always granted.
///
/// # Examples
///
/// ```
/// use isr_ring::ByteRing;
///
/// static RING: ByteRing<8> = ByteRing::new();
///
/// let (mut producer, mut consumer) = RING.split().expect("not split before");
///
/// // A DMA channel fills what it was granted, and says how much it was.
/// let mut grant = producer.grant(6).expect("the ring is empty");
/// grant[..5].copy_from_slice(b"hello");
/// grant.commit(5);
/// assert_eq!(producer.write(b", world"), 3, "what fits");
///
/// let grant = consumer.read().expect("bytes");
/// assert_eq!(&grant[..], b"hello, w");
/// grant.release(4);
/// assert_eq!((consumer.queued(), consumer.vacant()), (4, 4));
///
/// let mut rest = [0; 8];
/// assert_eq!(consumer.read_into(&mut rest), 4);
/// assert_eq!(&rest[..4], b"o, w");
///
/// let stats = RING.stats();
/// assert_eq!((stats.offered, stats.accepted, stats.released), (12, 8, 8));
/// ```
///
/// # Invariants
///
/// `split` was taken for every pair of ends that borrows the ring by `&self`.
pub struct ByteRing<const N: usize> {
    queue: ByteQueue<N>,
    split: Claim,
}

impl<const N: usize> ByteRing<N> {
    /// An empty ring.
    ///
    /// Does not compile if `N` is 0.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            queue: ByteQueue::new(),
            split: Claim::new(),
        }
    }

    /// The two ends, once; `None` ever after. See
    /// [`EventRing::split`](crate::EventRing::split).
    pub fn split(&self) -> Option<(ByteProducer<'_, N>, ByteConsumer<'_, N>)> {
        if !self.split.take() {
            return None;
        }
        // SAFETY: `split` is taken once, and while this borrow lasts there is
        // none by `split_mut`.
        let write = unsafe { WriteEnd::new(&self.queue) };
        // SAFETY: as above.
        let read = unsafe { ReadEnd::new(&self.queue) };
        Some((ByteProducer::new(write), ByteConsumer::new(read)))
    }

    /// The two ends, as often as the ring is not borrowed otherwise. What is
    /// queued stays queued.
    pub fn split_mut(&mut self) -> (ByteProducer<'_, N>, ByteConsumer<'_, N>) {
        // SAFETY: while this borrow lasts there is no other of the ring.
        let write = unsafe { WriteEnd::new(&self.queue) };
        // SAFETY: as above.
        let read = unsafe { ReadEnd::new(&self.queue) };
        (ByteProducer::new(write), ByteConsumer::new(read))
    }

    /// The counts up to now.
    pub fn stats(&self) -> ByteStats {
        self.queue.coord().stats()
    }
}

impl<const N: usize> Default for ByteRing<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> fmt::Debug for ByteRing<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ByteRing").field(&self.stats()).finish()
    }
}
