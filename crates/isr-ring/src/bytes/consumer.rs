//! The end that reads bytes.

use core::cell::Cell;
use core::fmt;
use core::mem;

use super::ends::{ReadEnd, ReadGrant};
use crate::ByteStats;

/// The end of a [`ByteRing`](crate::ByteRing) that reads.
///
/// There is one of a ring. It can be sent to another thread or handed to an
/// interrupt handler, but not cloned and not shared.
pub struct ByteConsumer<'r, const N: usize> {
    end: ReadEnd<'r, N>,
    /// Takes no memory, and keeps the end from being shared.
    _not_sync: Cell<()>,
}

impl<'r, const N: usize> ByteConsumer<'r, N> {
    pub(crate) const fn new(end: ReadEnd<'r, N>) -> Self {
        Self {
            end,
            _not_sync: Cell::new(()),
        }
    }

    pub(crate) fn end_mut(&mut self) -> &mut ReadEnd<'r, N> {
        &mut self.end
    }

    /// The oldest bytes, as many as there are in a row, to be read in place;
    /// `None` when the ring is empty.
    ///
    /// What was committed by one grant is in one row.
    #[inline]
    pub fn read(&mut self) -> Option<ReadGrant<'_, N>> {
        self.end.read()
    }

    /// Takes the oldest bytes, as many as there are and as fit, also where
    /// they are in two rows, and tells how many.
    #[inline]
    pub fn read_into(&mut self, bytes: &mut [u8]) -> usize {
        let wanted = bytes.len();
        let mut rest = bytes;
        while !rest.is_empty() {
            let Some(grant) = self.end.read() else {
                break;
            };
            let count = grant.len().min(rest.len());
            let both = mem::take(&mut rest).split_at_mut_checked(count);
            let (now, later) = both.unwrap_or_default();
            if let Some(row) = grant.get(..now.len()) {
                now.copy_from_slice(row);
            }
            grant.release(count);
            rest = later;
        }
        wanted - rest.len()
    }

    /// Bytes in the ring now; more if the producer writes meanwhile.
    #[inline]
    pub fn queued(&self) -> usize {
        self.end.coord().fill_seen().0
    }

    /// Bytes that could be written now; fewer if the producer writes
    /// meanwhile. A gap is not among them.
    #[inline]
    pub fn vacant(&self) -> usize {
        self.end.coord().fill_seen().1
    }

    /// The counts up to now.
    pub fn stats(&self) -> ByteStats {
        self.end.coord().stats()
    }
}

impl<const N: usize> fmt::Debug for ByteConsumer<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ByteConsumer").field(&self.stats()).finish()
    }
}
