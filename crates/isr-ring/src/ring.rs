//! The ring itself: storage and shared counts.
#![expect(
    unsafe_code,
    reason = "promises that each end of the queue exists once"
)]

use core::fmt;

use crate::claim::Claim;
use crate::coord::IndexCoord;
use crate::ends::{ReadEnd, WriteEnd};
use crate::queue::EventQueue;
use crate::{Consumer, Producer, Stats};

/// A queue of `N` events between one producer and one consumer.
///
/// `N` is a power of two, and all `N` slots are usable. `T` is `Copy`, so an
/// event that is lost or left behind leaks nothing. Usable as a `static`.
///
/// # Invariants
///
/// `split` was taken for every pair of ends that borrows the ring by `&self`.
pub struct EventRing<T: Copy + 'static, const N: usize> {
    queue: EventQueue<T, N>,
    split: Claim,
}

impl<T: Copy + 'static, const N: usize> EventRing<T, N> {
    /// An empty ring.
    ///
    /// Does not compile unless `N` is a power of two.
    #[must_use]
    pub const fn new() -> Self {
        let _mask = IndexCoord::<T, N>::MASK;
        Self {
            queue: EventQueue::new(),
            split: Claim::new(),
        }
    }

    /// The two ends, once; `None` ever after.
    ///
    /// They are to be given away: the producer to an interrupt handler, the
    /// consumer to a task. Where they come together again,
    /// [`reset`](crate::reset) makes the ring as new.
    ///
    /// On cores without compare-and-swap, if several contexts call this at
    /// the very same time, all may get `None`; one that is alone gets the
    /// ends. Where that is not enough the final artefact, and never a
    /// library, chooses a feature of portable-atomic that provides a swap.
    pub fn split(&self) -> Option<(Producer<'_, T, N>, Consumer<'_, T, N>)> {
        if !self.split.take() {
            return None;
        }
        // SAFETY: `split` is taken once, and while this borrow lasts there is
        // none by `split_mut`.
        let write = unsafe { WriteEnd::new(&self.queue) };
        // SAFETY: as above.
        let read = unsafe { ReadEnd::new(&self.queue) };
        Some((Producer::new(write), Consumer::new(read)))
    }

    /// The two ends, as often as the ring is not borrowed otherwise. What is
    /// queued stays queued.
    pub fn split_mut(&mut self) -> (Producer<'_, T, N>, Consumer<'_, T, N>) {
        // SAFETY: while this borrow lasts there is no other of the ring.
        let write = unsafe { WriteEnd::new(&self.queue) };
        // SAFETY: as above.
        let read = unsafe { ReadEnd::new(&self.queue) };
        (Producer::new(write), Consumer::new(read))
    }

    /// The counts up to now.
    pub fn stats(&self) -> Stats {
        self.queue.stats()
    }
}

impl<T: Copy + 'static, const N: usize> Default for EventRing<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Copy + 'static, const N: usize> fmt::Debug for EventRing<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventRing").field(&self.stats()).finish()
    }
}
