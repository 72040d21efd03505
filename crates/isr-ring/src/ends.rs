//! The two ends of the queue: one grant at a time, of typed slots.
#![expect(unsafe_code, reason = "events are moved through grants of bytes")]

use core::mem::MaybeUninit;
use core::slice;

use crate::coord::IndexCoord;
use crate::queue::Queue;

/// The end that writes.
///
/// # Invariants
///
/// It is the only one of its queue, so that there is one write grant at a
/// time: each method commits its grant, whole, before it returns.
pub(crate) struct WriteEnd<'a, T: Copy + 'static, const N: usize> {
    queue: &'a Queue<T, N>,
}

/// The end that reads.
///
/// # Invariants
///
/// It is the only one of its queue, so that there is one read grant at a
/// time: each method releases its grant before it returns.
pub(crate) struct ReadEnd<'a, T: Copy + 'static, const N: usize> {
    queue: &'a Queue<T, N>,
}

impl<'a, T: Copy + 'static, const N: usize> WriteEnd<'a, T, N> {
    const STRIDE: usize = IndexCoord::<T, N>::STRIDE;

    /// # Safety
    ///
    /// `queue` has no other write end for the length of `'a`.
    pub(crate) const unsafe fn new(queue: &'a Queue<T, N>) -> Self {
        Self { queue }
    }

    /// The queue to which it belongs.
    #[inline(always)]
    pub(crate) fn queue(&self) -> &'a Queue<T, N> {
        self.queue
    }

    /// Writes an event; false when no slot is free.
    #[inline(always)]
    pub(crate) fn write(&mut self, event: T) -> bool {
        let producer = self.queue.stream_producer();
        let Ok(mut grant) = producer.grant_exact(Self::STRIDE) else {
            return false;
        };
        // SAFETY: a grant of one slot is aligned and long enough for a `T`.
        let slot = unsafe { &mut *grant.as_mut_ptr().cast::<MaybeUninit<T>>() };
        slot.write(event);
        grant.commit(Self::STRIDE);
        true
    }

    /// Writes the first of `events`, as many as there are free slots in a
    /// row, and tells how many.
    #[inline(always)]
    pub(crate) fn write_row(&mut self, events: &[T]) -> usize {
        let bytes = events.len().saturating_mul(Self::STRIDE);
        let producer = self.queue.stream_producer();
        let Ok(mut grant) = producer.grant_max_remaining(bytes) else {
            return 0;
        };
        let bytes = grant.len();
        let first = grant.as_mut_ptr().cast::<MaybeUninit<T>>();
        // SAFETY: a grant is whole slots, aligned for `T`, and no other slice
        // of them is used while this one is.
        let row = unsafe { slice::from_raw_parts_mut(first, bytes / Self::STRIDE) };
        for (slot, event) in row.iter_mut().zip(events) {
            slot.write(*event);
        }
        grant.commit(bytes);
        bytes / Self::STRIDE
    }
}

impl<'a, T: Copy + 'static, const N: usize> ReadEnd<'a, T, N> {
    const STRIDE: usize = IndexCoord::<T, N>::STRIDE;

    /// # Safety
    ///
    /// `queue` has no other read end for the length of `'a`.
    pub(crate) const unsafe fn new(queue: &'a Queue<T, N>) -> Self {
        Self { queue }
    }

    /// The queue to which it belongs.
    #[inline(always)]
    pub(crate) fn queue(&self) -> &'a Queue<T, N> {
        self.queue
    }

    /// Reads the oldest event.
    #[inline(always)]
    pub(crate) fn read(&mut self) -> Option<T> {
        let grant = self.queue.stream_consumer().read().ok()?;
        let slot = grant.as_ptr().cast::<T>();
        // SAFETY: the first slot of a read grant holds an event, written by
        // `WriteEnd`, and is aligned for it.
        let event = unsafe { slot.read() };
        grant.release(Self::STRIDE);
        Some(event)
    }

    /// Reads the oldest events that are in a row, as many as fit `events`,
    /// and tells how many.
    #[inline(always)]
    pub(crate) fn read_row(&mut self, events: &mut [T]) -> usize {
        if events.is_empty() {
            return 0;
        }
        let Ok(grant) = self.queue.stream_consumer().read() else {
            return 0;
        };
        let first = grant.as_ptr().cast::<T>();
        // SAFETY: every slot of a read grant holds an event, written by
        // `WriteEnd`, and is aligned for it.
        let row = unsafe { slice::from_raw_parts(first, grant.len() / Self::STRIDE) };
        let mut count = 0;
        for (event, slot) in events.iter_mut().zip(row) {
            *event = *slot;
            count += 1;
        }
        grant.release(count * Self::STRIDE);
        count
    }
}
