//! Blocks that an interrupt fills, and that are owned until they are dropped.
#![expect(unsafe_code, reason = "promises that each end of the pool exists once")]

mod block;
mod blocks;
mod fill;
mod filler;
mod mark;
mod reset;
mod shelf;
mod stats;

use core::fmt;

use crate::claim::Claim;
use shelf::Shelf;

pub use block::Block;
pub use blocks::Blocks;
pub use fill::{FillBlock, LentBlock};
pub use filler::Filler;
pub use reset::reset_pool;
pub use stats::PoolStats;

/// `COUNT` blocks of `SIZE` bytes each, between an interrupt that fills them
/// and any number of threads that keep them. Usable as a `static`.
///
/// A [`Filler`] takes a free block, fills it and queues it; [`Blocks`] hands
/// the filled ones out, oldest first; a [`Block`] is its bytes' only owner,
/// and gives them back when it is dropped, wherever that is. Nothing is
/// copied, so no call's cost depends on `SIZE`. If no block is free that is
/// counted as an overrun, and nobody waits: who keeps a block for ever costs
/// the pool one block.
///
/// All sides load and store, and nothing else: no compare-and-swap, no lock,
/// no allocation. To find a free block the filler looks at most at all `COUNT`
/// of them, one after the other, beginning behind the last that it took.
///
/// # Examples
///
/// ```
/// use isr_ring::BlockPool;
///
/// static POOL: BlockPool<64, 2> = BlockPool::new();
///
/// let (mut filler, mut blocks) = POOL.split().expect("not split before");
///
/// // In the interrupt handler:
/// for sample in 1..=3 {
///     let Some(mut block) = filler.start() else {
///         break; // counted
///     };
///     block[..2].fill(sample);
///     block.finish(2);
/// }
///
/// // In the task, which may give blocks to any thread:
/// let first = blocks.take().expect("filled");
/// let counted = std::thread::spawn(move || first.iter().sum::<u8>());
/// assert_eq!(counted.join().expect("no panic"), 2);
///
/// let stats = POOL.stats();
/// assert_eq!((stats.filled, stats.overruns), (2, 1));
/// assert_eq!((stats.free, stats.queued, stats.held), (1, 1, 0));
/// ```
///
/// # Invariants
///
/// `split` was taken for every pair of ends that borrows the pool by `&self`.
pub struct BlockPool<const SIZE: usize, const COUNT: usize> {
    shelf: Shelf<SIZE, COUNT>,
    split: Claim,
}

impl<const SIZE: usize, const COUNT: usize> BlockPool<SIZE, COUNT> {
    /// A pool whose blocks are all free.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            shelf: Shelf::new(),
            split: Claim::new(),
        }
    }

    /// The two ends, once; `None` ever after. See
    /// [`EventRing::split`](crate::EventRing::split).
    pub fn split(&self) -> Option<(Filler<'_, SIZE, COUNT>, Blocks<'_, SIZE, COUNT>)> {
        if !self.split.take() {
            return None;
        }
        // SAFETY: `split` is taken once, and while this borrow lasts there is
        // none by `split_mut`.
        let filler = unsafe { Filler::new(&self.shelf) };
        // SAFETY: as above.
        let blocks = unsafe { Blocks::new(&self.shelf) };
        Some((filler, blocks))
    }

    /// The two ends, as often as the pool is not borrowed otherwise, by a
    /// block either. What is queued stays queued.
    pub fn split_mut(&mut self) -> (Filler<'_, SIZE, COUNT>, Blocks<'_, SIZE, COUNT>) {
        // SAFETY: while this borrow lasts there is no other of the pool.
        let filler = unsafe { Filler::new(&self.shelf) };
        // SAFETY: as above.
        let blocks = unsafe { Blocks::new(&self.shelf) };
        (filler, blocks)
    }

    /// The counts up to now.
    pub fn stats(&self) -> PoolStats {
        self.shelf.stats()
    }
}

impl<const SIZE: usize, const COUNT: usize> Default for BlockPool<SIZE, COUNT> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const SIZE: usize, const COUNT: usize> fmt::Debug for BlockPool<SIZE, COUNT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockPool").field(&self.stats()).finish()
    }
}
