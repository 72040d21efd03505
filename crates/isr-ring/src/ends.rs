//! The two ends of the queue: one grant at a time, of typed slots.
#![expect(unsafe_code, reason = "events are moved through grants of bytes")]

use core::cmp::min;
use core::mem::{self, MaybeUninit};
use core::sync::atomic::{Ordering, compiler_fence};
use core::{ptr, slice};

use crate::coord::IndexCoord;
use crate::queue::EventQueue;

/// The end that writes.
///
/// # Invariants
///
/// It is the only one of its queue, so that there is one write grant at a
/// time: each method commits its grant, whole, before it returns.
pub(crate) struct WriteEnd<'a, T: Copy + 'static, const N: usize> {
    queue: &'a EventQueue<T, N>,
}

/// The end that reads.
///
/// # Invariants
///
/// It is the only one of its queue, so that there is one read grant at a
/// time: each method releases its grant before it returns.
pub(crate) struct ReadEnd<'a, T: Copy + 'static, const N: usize> {
    queue: &'a EventQueue<T, N>,
}

impl<'a, T: Copy + 'static, const N: usize> WriteEnd<'a, T, N> {
    const STRIDE: usize = IndexCoord::<T, N>::STRIDE;

    /// # Safety
    ///
    /// `queue` has no other write end for the length of `'a`.
    pub(crate) const unsafe fn new(queue: &'a EventQueue<T, N>) -> Self {
        Self { queue }
    }

    /// The queue to which it belongs.
    #[inline(always)]
    pub(crate) fn queue(&self) -> &'a EventQueue<T, N> {
        self.queue
    }

    /// Writes an event; false when no slot is free, which is counted.
    #[inline(always)]
    pub(crate) fn write(&mut self, event: T) -> bool {
        self.write_seen(event) || self.write_looking(event)
    }

    /// Writes an event if a slot has been seen to be free.
    #[inline(always)]
    fn write_seen(&mut self, event: T) -> bool {
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

    /// Writes an event after a look at the other end.
    #[cfg_attr(not(target_pointer_width = "64"), cold, inline(never))]
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    fn write_looking(&mut self, event: T) -> bool {
        let found = self.queue.coord().raise_limit(1) && self.write_seen(event);
        if !found {
            self.count_dropped(1);
        }
        found
    }

    /// Counts events that were not written.
    #[inline(always)]
    fn count_dropped(&self, events: usize) {
        let dropped = self.queue.dropped();
        let sum = dropped.get().saturating_add(events);
        dropped.set(sum.min(u32::MAX as usize));
    }

    /// Writes the first of `events`, as many as there are free slots, and
    /// tells how many; the others are counted.
    #[inline(always)]
    pub(crate) fn write_all(&mut self, events: &[T]) -> usize {
        let mut rest = events;
        let written = self.write_rows(events.len(), |row| {
            let both = rest.split_at_checked(row.len());
            let (now, later) = both.unwrap_or_default();
            for (slot, event) in row.iter_mut().zip(now) {
                slot.write(*event);
                one_by_one();
            }
            rest = later;
        });
        if written < events.len() {
            self.count_dropped(events.len() - written);
        }
        written
    }

    /// Writes what `make` makes, up to `most` events, as many as there are
    /// free slots, and tells how many.
    #[inline(always)]
    pub(crate) fn write_each(&mut self, most: usize, mut make: impl FnMut() -> T) -> usize {
        self.write_rows(most, |row| {
            for slot in row {
                slot.write(make());
            }
        })
    }

    /// Has `write` write all of up to `most` free slots, row by row, and tells
    /// how many.
    #[inline(always)]
    fn write_rows(&mut self, most: usize, mut write: impl FnMut(&mut [MaybeUninit<T>])) -> usize {
        let mut written = 0;
        while written < most {
            let row = self.write_row(most - written, &mut write);
            if row == 0 && !self.queue.coord().raise_limit(most - written) {
                break;
            }
            written += row;
        }
        written
    }

    /// Has `write` write all of up to `most` slots in a row that have been
    /// seen to be free, and tells how many.
    #[inline(always)]
    fn write_row(&mut self, most: usize, write: impl FnOnce(&mut [MaybeUninit<T>])) -> usize {
        let bytes = min(most, N) * Self::STRIDE;
        let producer = self.queue.stream_producer();
        let Ok(mut grant) = producer.grant_max_remaining(bytes) else {
            return 0;
        };
        let bytes = grant.len();
        let first = grant.as_mut_ptr().cast::<MaybeUninit<T>>();
        // SAFETY: a grant is whole slots, aligned for `T`, and no other slice
        // of them is used while this one is.
        let row = unsafe { slice::from_raw_parts_mut(first, bytes / Self::STRIDE) };
        write(row);
        grant.commit(bytes);
        bytes / Self::STRIDE
    }
}

impl<'a, T: Copy + 'static, const N: usize> ReadEnd<'a, T, N> {
    const STRIDE: usize = IndexCoord::<T, N>::STRIDE;

    /// # Safety
    ///
    /// `queue` has no other read end for the length of `'a`.
    pub(crate) const unsafe fn new(queue: &'a EventQueue<T, N>) -> Self {
        Self { queue }
    }

    /// The queue to which it belongs.
    #[inline(always)]
    pub(crate) fn queue(&self) -> &'a EventQueue<T, N> {
        self.queue
    }

    /// Reads the oldest event.
    #[inline(always)]
    pub(crate) fn read(&mut self) -> Option<T> {
        let consumer = self.queue.stream_consumer();
        let grant = match consumer.read() {
            Ok(grant) => grant,
            Err(_) if self.queue.coord().look_again() => consumer.read().ok()?,
            Err(_) => return None,
        };
        let slot = grant.as_ptr().cast::<T>();
        // SAFETY: the first slot of a read grant holds an event, written by
        // `WriteEnd`, and is aligned for it.
        let event = unsafe { slot.read() };
        grant.release(Self::STRIDE);
        Some(event)
    }

    /// Reads the oldest events, as many as fit `events`, and tells how many.
    #[inline(always)]
    pub(crate) fn read_all(&mut self, events: &mut [T]) -> usize {
        let mut rest = events;
        self.show(rest.len(), |row| {
            let both = mem::take(&mut rest).split_at_mut_checked(row.len());
            let (now, later) = both.unwrap_or_default();
            for (event, slot) in now.iter_mut().zip(row) {
                *event = *slot;
                one_by_one();
            }
            rest = later;
        })
    }

    /// Shows up to `most` of the oldest events, row by row, and tells how
    /// many there were.
    #[inline(always)]
    pub(crate) fn show(&mut self, most: usize, mut see: impl FnMut(&[T])) -> usize {
        let mut shown = 0;
        while shown < most {
            let row = self.show_row(most - shown, &mut see);
            if row == 0 && !self.queue.coord().look_again() {
                break;
            }
            shown += row;
        }
        shown
    }

    /// Shows up to `most` of the oldest events that have been seen to be
    /// there and are in a row, and tells how many.
    #[inline(always)]
    fn show_row(&mut self, most: usize, see: impl FnOnce(&[T])) -> usize {
        let Ok(grant) = self.queue.stream_consumer().read() else {
            return 0;
        };
        let count = min(most, grant.len() / Self::STRIDE);
        let first = grant.as_ptr().cast::<T>();
        // SAFETY: every slot of a read grant holds an event, written by
        // `WriteEnd`, and is aligned for it.
        let row = unsafe { slice::from_raw_parts(first, count) };
        see(row);
        grant.release(count * Self::STRIDE);
        count
    }
}

/// Empties the queue of both ends and sets its counts to 0. False, and
/// nothing is done, if the ends belong to two queues.
pub(crate) fn restart<T: Copy + 'static, const N: usize>(
    write: &mut WriteEnd<'_, T, N>,
    read: &mut ReadEnd<'_, T, N>,
    start: usize,
) -> bool {
    let one = ptr::eq(write.queue, read.queue);
    if one {
        // SAFETY: these are the only ends of the queue.
        unsafe { write.queue.coord().restart(start) };
        write.queue.dropped().set(0);
    }
    one
}

/// Keeps the compiler from making a call of `memcpy` out of the loop that it
/// stands in. No instruction comes of it.
#[inline(always)]
fn one_by_one() {
    compiler_fence(Ordering::Release);
}
