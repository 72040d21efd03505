//! The end that pops, typically in a task.

use core::cell::Cell;
use core::fmt;

use crate::Stats;
use crate::ends::ReadEnd;

/// The end of an [`EventRing`](crate::EventRing) that pops.
///
/// There is one of a ring. It can be sent to another thread, but not cloned
/// and not shared.
pub struct Consumer<'a, T: Copy + 'static, const N: usize> {
    end: ReadEnd<'a, T, N>,
    /// Takes no memory, and keeps the end from being shared.
    _not_sync: Cell<()>,
}

impl<'a, T: Copy + 'static, const N: usize> Consumer<'a, T, N> {
    pub(crate) const fn new(end: ReadEnd<'a, T, N>) -> Self {
        Self {
            end,
            _not_sync: Cell::new(()),
        }
    }

    pub(crate) fn end_mut(&mut self) -> &mut ReadEnd<'a, T, N> {
        &mut self.end
    }

    /// Takes the oldest event; `None` when there is none.
    ///
    /// After `None`, the next [`push_ringing`](crate::Producer::push_ringing)
    /// rings.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<T> {
        self.end.read()
    }

    /// Takes the oldest events in order, as many as there are and as fit, and
    /// tells how many.
    ///
    /// If they do not fill `events`, the ring was found empty after the last
    /// was taken: the next [`push_ringing`](crate::Producer::push_ringing)
    /// rings. If they do, there may be more.
    #[inline]
    pub fn drain(&mut self, events: &mut [T]) -> usize {
        self.end.read_all(events)
    }

    /// Shows the oldest events to `take`, in order, up to `most` of them, and
    /// tells how many it took out.
    ///
    /// Saves the copy into a buffer of [`drain`](Self::drain); otherwise it is
    /// the same. Should `take` panic, some of what it was shown stays queued.
    #[inline]
    pub fn drain_each(&mut self, most: usize, mut take: impl FnMut(T)) -> usize {
        let show = |row: &[T]| row.iter().for_each(|event| take(*event));
        self.end.show(most, show)
    }

    /// The counts up to now.
    pub fn stats(&self) -> Stats {
        self.end.queue().stats()
    }
}

impl<T: Copy + 'static, const N: usize> fmt::Debug for Consumer<'_, T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Consumer").field(&self.stats()).finish()
    }
}
