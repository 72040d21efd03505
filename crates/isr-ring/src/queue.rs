//! The bbqueue inside of a ring, and the way to its coordination.
#![expect(
    unsafe_code,
    reason = "bbqueue keeps its coordination private, and counts are read from it"
)]

use core::cmp::min;
use core::ops::Deref;
use core::ptr;

use bbqueue::BBQueue;
use bbqueue::traits::coordination::Coord;
use bbqueue::traits::notifier::polling::Polling;
use bbqueue::traits::storage::ConstStorage;

use crate::Stats;
use crate::coord::IndexCoord;
use crate::storage::Slots;
use crate::sync::Own;

/// A bbqueue whose users ask again.
pub(crate) type Inner<S, C> = BBQueue<S, C, Polling>;

/// The queue of a ring. It is never handed out: who could make a second
/// producer of it could write to slots that the first one holds.
pub(crate) struct Queue<S, C>(Inner<S, C>);

/// The queue of a ring of events.
pub(crate) type EventQueue<T, const N: usize> = Queue<Slots<T, N>, IndexCoord<T, N>>;

impl<S: ConstStorage, C: Coord> Queue<S, C> {
    const STORAGE_BYTES: usize = size_of::<S>();
    const COORD_BYTES: usize = size_of::<C>();
    const BYTES: usize = size_of::<Inner<S, C>>();

    /// Holds if there is but one place for the coordination, at one end.
    const PACKED: () = {
        let unused = Self::BYTES - Self::STORAGE_BYTES - Self::COORD_BYTES;
        assert!(
            unused < align_of::<C>(),
            "the events of a ring are aligned too much"
        );
    };

    /// An empty queue.
    pub(crate) const fn new() -> Self {
        let () = Self::PACKED;
        Self(BBQueue::new())
    }

    /// The queue's coordination.
    #[inline(always)]
    pub(crate) fn coord(&self) -> &C {
        let queue = ptr::from_ref(&self.0);
        let storage = ptr::from_ref(self.0.storage());
        let before_storage = storage.addr() - queue.addr();
        let offset = if before_storage < Self::COORD_BYTES {
            Self::BYTES - Self::COORD_BYTES
        } else {
            0
        };
        // SAFETY: both ends of the queue are inside of it, or at its end.
        let coord = unsafe { queue.byte_add(offset) };
        // SAFETY: the coordination is a field of the queue, so it is inside,
        // aligned, and apart from the storage. If it does not fit before that it
        // is behind it. By `PACKED` less than its alignment is left over, so
        // only one aligned place is far enough from the storage: the very end
        // of the queue, or the very beginning.
        unsafe { &*coord.cast() }
    }
}

impl<T: Copy + 'static, const N: usize> EventQueue<T, N> {
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

impl<S, C> Deref for Queue<S, C> {
    type Target = Inner<S, C>;

    #[inline(always)]
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}
