//! The end of a pool that hands filled blocks out, typically in a task.
#![expect(unsafe_code, reason = "makes the owner of a block's bytes")]

use core::cell::Cell;
use core::fmt;

use super::shelf::Shelf;
use super::{Block, PoolStats};

/// The end of a [`BlockPool`](crate::BlockPool) that hands filled blocks out.
///
/// There is one of a pool. It can be sent to another thread, but not cloned
/// and not shared.
///
/// # Invariants
///
/// It is the only one of its pool.
pub struct Blocks<'p, const SIZE: usize, const COUNT: usize> {
    shelf: &'p Shelf<SIZE, COUNT>,
    /// Takes no memory, and keeps the end from being shared.
    _not_sync: Cell<()>,
}

impl<'p, const SIZE: usize, const COUNT: usize> Blocks<'p, SIZE, COUNT> {
    /// # Safety
    ///
    /// The shelf has no other such end for the length of `'p`.
    pub(crate) const unsafe fn new(shelf: &'p Shelf<SIZE, COUNT>) -> Self {
        Self {
            shelf,
            _not_sync: Cell::new(()),
        }
    }

    pub(crate) fn shelf(&self) -> &'p Shelf<SIZE, COUNT> {
        self.shelf
    }

    /// Takes the block that was filled first; `None` when there is none.
    ///
    /// After `None`, the next
    /// [`finish_ringing`](crate::FillBlock::finish_ringing) rings.
    #[inline]
    pub fn take(&mut self) -> Option<Block<'p>> {
        let number = self.shelf.take_filled()?;
        let (mark, bytes) = self.shelf.block(number)?;
        // SAFETY: this was in the queue, and only this end takes out of it.
        Some(unsafe { Block::new(mark, bytes) })
    }

    /// The counts up to now.
    pub fn stats(&self) -> PoolStats {
        self.shelf.stats()
    }
}

impl<const SIZE: usize, const COUNT: usize> fmt::Debug for Blocks<'_, SIZE, COUNT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocks").field(&self.stats()).finish()
    }
}
