//! The end that writes bytes.

use core::cell::Cell;
use core::fmt;

use super::ends::{WriteEnd, WriteGrant};
use crate::ByteStats;

/// The end of a [`ByteRing`](crate::ByteRing) that writes.
///
/// There is one of a ring. It can be sent to another thread or handed to an
/// interrupt handler, but not cloned and not shared.
pub struct ByteProducer<'r, const N: usize> {
    end: WriteEnd<'r, N>,
    /// Takes no memory, and keeps the end from being shared.
    _not_sync: Cell<()>,
}

impl<'r, const N: usize> ByteProducer<'r, N> {
    pub(crate) const fn new(end: WriteEnd<'r, N>) -> Self {
        Self {
            end,
            _not_sync: Cell::new(()),
        }
    }

    pub(crate) fn end_mut(&mut self) -> &mut WriteEnd<'r, N> {
        &mut self.end
    }

    /// Exactly `len` bytes in a row, to be written in place; `None` when there
    /// are none.
    ///
    /// If they do not fit behind the last byte but at the start of the ring,
    /// they begin there, and the gap behind the last byte is of no use until
    /// the consumer has passed it. An empty ring always has `N` in a row.
    #[inline]
    pub fn grant(&mut self, len: usize) -> Option<WriteGrant<'_, N>> {
        self.end.grant(len)
    }

    /// Up to `len` bytes in a row, to be written in place; `None` when the
    /// ring is full, or `len` is 0.
    ///
    /// Never leaves a gap, so there may be less than `len` although more is
    /// free at the start of the ring: ask again after the commit.
    #[inline]
    pub fn grant_max(&mut self, len: usize) -> Option<WriteGrant<'_, N>> {
        self.end.grant_max(len)
    }

    /// Copies the first of `bytes`, as many as there is room for, also where
    /// they are in two pieces, and tells how many. The others are counted as
    /// offered and not accepted.
    #[inline]
    pub fn write(&mut self, bytes: &[u8]) -> usize {
        let mut rest = bytes;
        while let Some(mut grant) = self.end.grant_max(rest.len()) {
            let Some((now, later)) = rest.split_at_checked(grant.len()) else {
                break;
            };
            grant.copy_from_slice(now);
            grant.commit(now.len());
            rest = later;
        }
        self.end.coord().refuse(rest.len());
        bytes.len() - rest.len()
    }

    /// Bytes in the ring now; fewer if the consumer takes some meanwhile.
    #[inline]
    pub fn queued(&self) -> usize {
        self.end.coord().fill().0
    }

    /// Bytes that [`write`](Self::write) would take now; more if the consumer
    /// takes some out meanwhile. A gap is not among them.
    #[inline]
    pub fn vacant(&self) -> usize {
        self.end.coord().fill().1
    }

    /// The counts up to now.
    pub fn stats(&self) -> ByteStats {
        self.end.coord().stats()
    }
}

impl<const N: usize> fmt::Debug for ByteProducer<'_, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ByteProducer").field(&self.stats()).finish()
    }
}
