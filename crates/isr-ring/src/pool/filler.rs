//! The end of a pool that fills blocks, typically in an interrupt handler.
#![expect(unsafe_code, reason = "makes the owner of a free block's bytes")]

use core::cell::Cell;
use core::fmt;

use super::shelf::Shelf;
use super::{FillBlock, LentBlock, PoolStats};
use crate::Doorbell;

/// The end of a [`BlockPool`](crate::BlockPool) that fills blocks.
///
/// There is one of a pool. It can be sent to another thread or handed to an
/// interrupt handler, but not cloned and not shared.
///
/// # Examples
///
/// With a DMA channel that fills one block after the other:
///
/// ```
/// use isr_ring::{BlockPool, LentBlock};
///
/// static POOL: BlockPool<512, 4> = BlockPool::new();
///
/// let (mut filler, mut blocks) = POOL.split().expect("not split before");
/// let mut filling: Option<LentBlock<'static, 512, 4>> = filler.lend();
///
/// // In the interrupt handler, when a transfer is complete:
/// if let Some(full) = filling.take() {
///     filler.finish(full, 512).expect("a block of this pool");
/// }
/// filling = filler.lend();
///
/// assert!(filling.is_some());
/// assert_eq!(blocks.take().expect("filled").len(), 512);
/// ```
///
/// # Invariants
///
/// It is the only one of its pool.
pub struct Filler<'p, const SIZE: usize, const COUNT: usize> {
    shelf: &'p Shelf<SIZE, COUNT>,
    /// Takes no memory, and keeps the end from being shared.
    _not_sync: Cell<()>,
}

impl<'p, const SIZE: usize, const COUNT: usize> Filler<'p, SIZE, COUNT> {
    /// # Safety
    ///
    /// The shelf has no other filler for the length of `'p`.
    pub(crate) const unsafe fn new(shelf: &'p Shelf<SIZE, COUNT>) -> Self {
        Self {
            shelf,
            _not_sync: Cell::new(()),
        }
    }

    pub(crate) fn shelf(&self) -> &'p Shelf<SIZE, COUNT> {
        self.shelf
    }

    /// A free block to be filled; `None`, and an overrun more, when there is
    /// none.
    #[inline]
    pub fn start(&mut self) -> Option<FillBlock<'_, SIZE, COUNT>> {
        self.lend().map(FillBlock::new)
    }

    /// A free block to be filled while this end does other things; `None`, and
    /// an overrun more, when there is none.
    #[inline]
    pub fn lend(&mut self) -> Option<LentBlock<'p, SIZE, COUNT>> {
        let number = self.shelf.take_free()?;
        // SAFETY: it was free, and this is the only filler.
        unsafe { LentBlock::new(self.shelf, number) }
    }

    /// Queues a block that was lent, of which the first `len` bytes are
    /// filled; more than `SIZE` are `SIZE`.
    ///
    /// # Errors
    ///
    /// The block is of another pool, and handed back.
    #[inline]
    pub fn finish(
        &mut self,
        block: LentBlock<'p, SIZE, COUNT>,
        len: usize,
    ) -> Result<(), LentBlock<'p, SIZE, COUNT>> {
        if !block.is_of(self.shelf) {
            return Err(block);
        }
        block.queue(len);
        Ok(())
    }

    /// Queues a block as [`finish`](Self::finish) does, and rings if no other
    /// was queued, as [`FillBlock::finish_ringing`] does.
    ///
    /// # Errors
    ///
    /// The block is of another pool, and handed back. The bell is not rung.
    #[inline]
    pub fn finish_ringing<D: Doorbell + ?Sized>(
        &mut self,
        block: LentBlock<'p, SIZE, COUNT>,
        len: usize,
        bell: &D,
    ) -> Result<(), LentBlock<'p, SIZE, COUNT>> {
        self.finish(block, len)?;
        if self.shelf.was_empty() {
            bell.ring();
        }
        Ok(())
    }

    /// The counts up to now.
    pub fn stats(&self) -> PoolStats {
        self.shelf.stats()
    }
}

impl<const SIZE: usize, const COUNT: usize> fmt::Debug for Filler<'_, SIZE, COUNT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filler").field(&self.stats()).finish()
    }
}
