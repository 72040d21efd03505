//! The two ends of a ring of bytes: one grant at a time, held by a borrow.
#![expect(unsafe_code, reason = "each end asks to be the only one of its queue")]

use core::fmt;
use core::ops::{Deref, DerefMut};
use core::ptr;

use bbqueue::prod_cons::stream::{StreamGrantR, StreamGrantW};

use super::ByteQueue;
use super::coord::ByteCoord;
use crate::aligned::Aligned;
use crate::queue::Inner;

type Raw<'g, const N: usize> = &'g Inner<Aligned<N>, ByteCoord<N>>;

/// The end that writes.
///
/// # Invariants
///
/// It is the only one of its queue, and a grant borrows it mutably, so that
/// there is one write grant at a time.
pub(crate) struct WriteEnd<'r, const N: usize> {
    queue: &'r ByteQueue<N>,
}

/// The end that reads.
///
/// # Invariants
///
/// It is the only one of its queue, and a grant borrows it mutably, so that
/// there is one read grant at a time.
pub(crate) struct ReadEnd<'r, const N: usize> {
    queue: &'r ByteQueue<N>,
}

impl<'r, const N: usize> WriteEnd<'r, N> {
    /// # Safety
    ///
    /// `queue` has no other write end for the length of `'r`.
    pub(crate) const unsafe fn new(queue: &'r ByteQueue<N>) -> Self {
        Self { queue }
    }

    /// The rules of the queue.
    #[inline(always)]
    pub(crate) fn coord(&self) -> &'r ByteCoord<N> {
        self.queue.coord()
    }

    /// Exactly `len` bytes in a row.
    #[inline(always)]
    pub(crate) fn grant(&mut self, len: usize) -> Option<WriteGrant<'_, N>> {
        let grant = self.queue.stream_producer().grant_exact(len).ok()?;
        Some(WriteGrant { grant })
    }

    /// Up to `len` bytes in a row.
    #[inline(always)]
    pub(crate) fn grant_max(&mut self, len: usize) -> Option<WriteGrant<'_, N>> {
        let grant = self.queue.stream_producer().grant_max_remaining(len).ok()?;
        Some(WriteGrant { grant })
    }
}

impl<'r, const N: usize> ReadEnd<'r, N> {
    /// # Safety
    ///
    /// `queue` has no other read end for the length of `'r`.
    pub(crate) const unsafe fn new(queue: &'r ByteQueue<N>) -> Self {
        Self { queue }
    }

    /// The rules of the queue.
    #[inline(always)]
    pub(crate) fn coord(&self) -> &'r ByteCoord<N> {
        self.queue.coord()
    }

    /// The oldest bytes, as many as there are in a row.
    #[inline(always)]
    pub(crate) fn read(&mut self) -> Option<ReadGrant<'_, N>> {
        let grant = self.queue.stream_consumer().read().ok()?;
        Some(ReadGrant { grant })
    }
}

/// Empties the queue of both ends and sets its counts to 0. False, and
/// nothing is done, if the ends belong to two queues.
pub(crate) fn restart<const N: usize>(
    write: &mut WriteEnd<'_, N>,
    read: &mut ReadEnd<'_, N>,
    start: usize,
) -> bool {
    let one = ptr::eq(write.queue, read.queue);
    if one {
        // SAFETY: these are the only ends of the queue, and neither is
        // borrowed by a grant.
        unsafe { write.coord().restart(start) };
    }
    one
}

/// Bytes of a [`ByteRing`](crate::ByteRing) that may be written, in a row.
///
/// What they hold before is what was there last. They stay where they are
/// when the grant is moved, and for as long as it lives they are its own, so
/// it may be lent to a DMA channel.
///
/// Dropped, it commits nothing: the next grant has the same bytes.
#[must_use = "what is not committed cannot be read"]
pub struct WriteGrant<'g, const N: usize> {
    grant: StreamGrantW<Raw<'g, N>>,
}

impl<const N: usize> WriteGrant<'_, N> {
    /// Lets the first `used` bytes be read, at most all, and gives the others
    /// back.
    #[inline(always)]
    pub fn commit(self, used: usize) {
        self.grant.commit(used);
    }
}

impl<const N: usize> Deref for WriteGrant<'_, N> {
    type Target = [u8];

    #[inline(always)]
    fn deref(&self) -> &[u8] {
        &self.grant
    }
}

impl<const N: usize> DerefMut for WriteGrant<'_, N> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.grant
    }
}

impl<const N: usize> fmt::Debug for WriteGrant<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteGrant")
            .field("len", &self.len())
            .finish()
    }
}

/// The oldest bytes of a [`ByteRing`](crate::ByteRing), as many as there are
/// in a row.
///
/// They stay where they are when the grant is moved, so it may be lent to a
/// DMA channel. Dropped, it releases nothing: the bytes stay queued.
#[must_use = "what is not released stays in the ring"]
pub struct ReadGrant<'g, const N: usize> {
    grant: StreamGrantR<Raw<'g, N>>,
}

impl<const N: usize> ReadGrant<'_, N> {
    /// Takes the first `used` bytes out of the ring, at most all; the others
    /// stay queued.
    #[inline(always)]
    pub fn release(self, used: usize) {
        self.grant.release(used);
    }
}

impl<const N: usize> Deref for ReadGrant<'_, N> {
    type Target = [u8];

    #[inline(always)]
    fn deref(&self) -> &[u8] {
        &self.grant
    }
}

impl<const N: usize> fmt::Debug for ReadGrant<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadGrant")
            .field("len", &self.len())
            .finish()
    }
}
