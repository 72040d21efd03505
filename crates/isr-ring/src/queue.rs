//! The bbqueue inside of a ring, and the way to its coordination.
#![expect(
    unsafe_code,
    reason = "bbqueue keeps its coordination private, and counts are read from it"
)]

use core::cmp::min;
use core::ops::Deref;
use core::ptr;

use bbqueue::BBQueue;
use bbqueue::traits::notifier::polling::Polling;

use crate::Stats;
use crate::coord::IndexCoord;
use crate::storage::Slots;

/// A bbqueue of ours.
pub(crate) type Inner<T, const N: usize> = BBQueue<Slots<T, N>, IndexCoord<T, N>, Polling>;

/// The queue of a ring. It is never handed out: who could make a second
/// producer of it could write to slots that the first one holds.
pub(crate) struct Queue<T: Copy + 'static, const N: usize>(Inner<T, N>);

impl<T: Copy + 'static, const N: usize> Queue<T, N> {
    /// Holds if slots and coordination, in one order or the other, fill the
    /// whole queue.
    const FILLED: () = {
        assert!(
            align_of::<T>() <= align_of::<IndexCoord<T, N>>(),
            "the events of a ring must not be aligned that much"
        );
        let parts = size_of::<Slots<T, N>>() + size_of::<IndexCoord<T, N>>();
        assert!(
            size_of::<Inner<T, N>>() == parts,
            "bbqueue holds more than its parts"
        );
    };

    /// An empty queue.
    pub(crate) const fn new() -> Self {
        let () = Self::FILLED;
        let _mask = IndexCoord::<T, N>::MASK;
        Self(BBQueue::new())
    }

    /// The queue's coordination.
    #[inline(always)]
    pub(crate) fn coord(&self) -> &IndexCoord<T, N> {
        let queue = ptr::from_ref(&self.0);
        let slots = ptr::from_ref(self.0.storage());
        let slots_first = queue.addr() == slots.addr();
        let offset = if slots_first {
            size_of::<Slots<T, N>>()
        } else {
            0
        };
        // SAFETY: fields of a struct lie inside of it and do not overlap. By
        // `FILLED` the slots leave room for the coordination only, in one
        // piece: behind them if they are at the beginning, else before them.
        let coord = unsafe { queue.byte_add(offset) };
        // SAFETY: it is valid as long as the queue is, of which it is a field.
        unsafe { &*coord.cast() }
    }

    /// The counts up to now.
    ///
    /// `head` is read first, so `tail` is not behind it.
    pub(crate) fn stats(&self) -> Stats {
        let coord = self.coord();
        let dropped = coord.dropped().get() as u32;
        let head = coord.head().observe();
        let tail = coord.tail().observe();
        let queued = min(tail.wrapping_sub(head), N);
        let high_water = coord.high_water().get().max(queued);
        Stats {
            offered: (tail as u32).wrapping_add(dropped),
            delivered: tail.wrapping_sub(queued) as u32,
            dropped,
            queued: queued as u32,
            high_water: high_water as u32,
            capacity: N as u32,
        }
    }
}

impl<T: Copy + 'static, const N: usize> Deref for Queue<T, N> {
    type Target = Inner<T, N>;

    #[inline(always)]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
