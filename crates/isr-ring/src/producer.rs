//! The end that pushes, typically in an interrupt handler.

use core::cell::Cell;
use core::fmt;

use crate::ends::WriteEnd;
use crate::sync::{Fence, full_fence};
use crate::{Doorbell, Stats};

/// The end of an [`EventRing`](crate::EventRing) that pushes.
///
/// There is one of a ring. It can be sent to another thread or handed to an
/// interrupt handler, but not cloned and not shared.
pub struct Producer<'a, T: Copy + 'static, const N: usize> {
    end: WriteEnd<'a, T, N>,
    /// Takes no memory, and keeps the end from being shared.
    _not_sync: Cell<()>,
}

impl<'a, T: Copy + 'static, const N: usize> Producer<'a, T, N> {
    pub(crate) const fn new(end: WriteEnd<'a, T, N>) -> Self {
        Self {
            end,
            _not_sync: Cell::new(()),
        }
    }

    pub(crate) fn end_mut(&mut self) -> &mut WriteEnd<'a, T, N> {
        &mut self.end
    }

    /// Pushes an event.
    ///
    /// # Errors
    ///
    /// The ring is full. The event is handed back and counted as dropped;
    /// who means to push it again later asks [`vacant`](Self::vacant) first.
    #[inline(always)]
    pub fn push(&mut self, event: T) -> Result<(), T> {
        if self.end.write(event) {
            Ok(())
        } else {
            Err(event)
        }
    }

    /// Pushes events in order, as many as there is room for, and tells how
    /// many. The others are counted as dropped.
    #[inline]
    pub fn push_slice(&mut self, events: &[T]) -> usize {
        self.end.write_all(events)
    }

    /// Pushes what `make` makes, up to `most` events, as long as there is
    /// room, and tells how many. What does not fit is not made, and so not
    /// counted.
    ///
    /// Saves the copy out of a slice of [`push_slice`](Self::push_slice).
    /// Should `make` panic, some of what it made is not pushed.
    #[inline]
    pub fn push_each(&mut self, most: usize, make: impl FnMut() -> T) -> usize {
        self.end.write_each(most, make)
    }

    /// Pushes an event and rings if the ring was empty.
    ///
    /// The bell is rung after the event can be popped, in this very context,
    /// and not at all if the consumer has more to take. No wake-up is lost if
    /// the consumer goes to sleep only after a [`pop`](crate::Consumer::pop)
    /// that was `None` or a [`drain`](crate::Consumer::drain) that did not
    /// fill its buffer. A bell that is rung while the consumer is about to
    /// find the event anyway may wake it to an empty ring.
    ///
    /// # Errors
    ///
    /// The ring is full, as for [`push`](Self::push). The bell is not rung.
    #[inline]
    pub fn push_ringing<D: Doorbell + ?Sized>(&mut self, event: T, bell: &D) -> Result<(), T> {
        self.push(event)?;
        self.ring_after(1, bell);
        Ok(())
    }

    /// Pushes events as [`push_slice`](Self::push_slice) does, then rings at
    /// most once, if the ring was empty.
    #[inline]
    pub fn push_slice_ringing<D: Doorbell + ?Sized>(&mut self, events: &[T], bell: &D) -> usize {
        let pushed = self.push_slice(events);
        self.ring_after(pushed, bell);
        pushed
    }

    /// Free slots: that many events can be pushed now, and more if the
    /// consumer pops meanwhile.
    #[inline]
    pub fn vacant(&self) -> usize {
        N - self.queued()
    }

    /// The counts up to now.
    pub fn stats(&self) -> Stats {
        self.end.queue().stats()
    }

    /// Rings if of the last `pushed` events, and no older ones, some are
    /// still queued.
    ///
    /// The consumer looks at `tail` for a last time after it has published
    /// `head`, with a fence between; this looks at `head` after `tail` was
    /// published, with a fence between. So if the consumer missed these
    /// events, this cannot miss that it took all before them.
    #[inline(always)]
    fn ring_after<D: Doorbell + ?Sized>(&self, pushed: usize, bell: &D) {
        full_fence(Fence::BeforeBell);
        let queued = self.queued();
        if 0 < queued && queued <= pushed {
            bell.ring();
        }
    }

    #[inline(always)]
    fn queued(&self) -> usize {
        let coord = self.end.queue().coord();
        coord.tail().own().wrapping_sub(coord.head().observe())
    }
}

impl<T: Copy + 'static, const N: usize> fmt::Debug for Producer<'_, T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Producer").field(&self.stats()).finish()
    }
}
