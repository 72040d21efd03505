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
use crate::sync::Own;

/// A bbqueue of ours.
pub(crate) type Inner<T, const N: usize> = BBQueue<Slots<T, N>, IndexCoord<T, N>, Polling>;

/// The queue of a ring. It is never handed out: who could make a second
/// producer of it could write to slots that the first one holds.
pub(crate) struct Queue<T: Copy + 'static, const N: usize>(Inner<T, N>);

impl<T: Copy + 'static, const N: usize> Queue<T, N> {
    const SLOTS_BYTES: usize = size_of::<Slots<T, N>>();
    const COORD_BYTES: usize = size_of::<IndexCoord<T, N>>();
    const BYTES: usize = size_of::<Inner<T, N>>();

    /// Holds if there is but one place for the coordination, at one end.
    const PACKED: () = {
        let unused = Self::BYTES - Self::SLOTS_BYTES - Self::COORD_BYTES;
        assert!(
            unused < align_of::<IndexCoord<T, N>>(),
            "the events of a ring are aligned too much"
        );
    };

    /// An empty queue.
    pub(crate) const fn new() -> Self {
        let () = Self::PACKED;
        let _mask = IndexCoord::<T, N>::MASK;
        Self(BBQueue::new())
    }

    /// The queue's coordination.
    #[inline(always)]
    pub(crate) fn coord(&self) -> &IndexCoord<T, N> {
        let queue = ptr::from_ref(&self.0);
        let slots = ptr::from_ref(self.0.storage());
        let before_slots = slots.addr() - queue.addr();
        let offset = if before_slots < Self::COORD_BYTES {
            Self::BYTES - Self::COORD_BYTES
        } else {
            0
        };
        // SAFETY: both ends of the queue are inside of it, or at its end.
        let coord = unsafe { queue.byte_add(offset) };
        // SAFETY: the coordination is a field of the queue, so it is inside,
        // aligned, and apart from the slots. If it does not fit before them it
        // is behind them. By `PACKED` less than its alignment is left over, so
        // only one aligned place is far enough from the slots: the very end
        // of the queue, or the very beginning.
        unsafe { &*coord.cast() }
    }

    /// Events that were not accepted, at most `u32::MAX`.
    #[inline(always)]
    pub(crate) fn dropped(&self) -> &Own {
        &self.0.storage().dropped
    }

    /// The counts up to now.
    ///
    /// `head` is read first, so `tail` is not behind it.
    pub(crate) fn stats(&self) -> Stats {
        let coord = self.coord();
        let dropped = self.dropped().get() as u32;
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
