//! The blocks, their marks, and the order in which they were filled.

use core::cmp::min;
use core::ptr::NonNull;

use super::PoolStats;
use super::mark::{Holder, Mark};
use crate::aligned::Aligned;
use crate::sync::{Fence, Index, Own, Side, Word, full_fence};

/// What the ends of a pool share.
///
/// # Invariants
///
/// 1. `tail - head`, wrapping, is the number of queued blocks. Their numbers
///    are in `order`, oldest first, from `take_at` on and up to `fill_at`,
///    round and round.
/// 2. `tail` and all but one of the others are written by the filler only,
///    `head` and `take_at` by the other end only.
/// 3. `tail` is published after the block and its place in `order`.
///
/// A place in `order` is not written before it was read. Were the oldest of
/// `COUNT` fillings still queued, all the blocks would be, and none free to be
/// filled; so one of them was given back, was taken out before, and the oldest
/// before that. Who finds it free sees all that. This is why `head` needs no
/// ordering of its own.
pub(crate) struct Shelf<const SIZE: usize, const COUNT: usize> {
    tail: Index,
    /// Where the search for a free block begins.
    search_at: Own,
    /// The place in `order` for the next block that is filled.
    fill_at: Own,
    overruns: Own,
    head: Index,
    /// The place in `order` of the oldest queued block.
    take_at: Own,
    order: [Word; COUNT],
    marks: [Mark; COUNT],
    blocks: [Aligned<SIZE>; COUNT],
}

impl<const SIZE: usize, const COUNT: usize> Shelf<SIZE, COUNT> {
    /// Does not compile for a pool without blocks.
    const FITS: () = assert!(COUNT > 0, "a pool has at least one block");

    /// A shelf of free blocks.
    pub(crate) const fn new() -> Self {
        let () = Self::FITS;
        Self {
            tail: Index::new(Side::Tail, 0),
            search_at: Own::new(0),
            fill_at: Own::new(0),
            overruns: Own::new(0),
            head: Index::new(Side::Head, 0),
            take_at: Own::new(0),
            order: [const { Word::new(0) }; COUNT],
            marks: [const { Mark::new() }; COUNT],
            blocks: [const { Aligned::new() }; COUNT],
        }
    }

    /// The mark and the bytes of a block.
    #[inline(always)]
    pub(crate) fn block(&self, number: usize) -> Option<(&Mark, NonNull<[u8; SIZE]>)> {
        let mark = self.marks.get(number)?;
        Some((mark, self.blocks.get(number)?.bytes()))
    }

    /// Takes a free block for the filler; for that only.
    #[inline]
    pub(crate) fn take_free(&self) -> Option<usize> {
        let mut number = self.search_at.get();
        for _ in 0..COUNT {
            let next = following::<COUNT>(number);
            if self.marks.get(number).is_some_and(Mark::take_free) {
                self.search_at.set(next);
                return Some(number);
            }
            number = next;
        }
        let overruns = self.overruns.get().saturating_add(1);
        self.overruns.set(min(overruns, u32::MAX as usize));
        None
    }

    /// Queues a block that the filler has; for the filler only.
    #[inline]
    pub(crate) fn queue(&self, number: usize, len: usize) {
        let fill_at = self.fill_at.get();
        if let (Some(mark), Some(place)) = (self.marks.get(number), self.order.get(fill_at)) {
            mark.queue(len);
            place.set(number);
            self.fill_at.set(following::<COUNT>(fill_at));
            self.tail.publish(self.tail.own().wrapping_add(1));
        }
    }

    /// Whether the only queued block is the one that was queued last; for the
    /// filler, who rings then.
    ///
    /// The other end looks at `tail` for a last time after it has written
    /// `head`, with a fence between; this looks at `head` after `tail` was
    /// published, with a fence between. So if the other end missed the block,
    /// this cannot miss that it took all before it.
    #[inline]
    pub(crate) fn was_empty(&self) -> bool {
        full_fence(Fence::BeforeBell);
        self.tail.own().wrapping_sub(self.head.glance()) == 1
    }

    /// Takes the number of the oldest queued block; for the end that takes.
    #[inline]
    pub(crate) fn take_filled(&self) -> Option<usize> {
        let head = self.head.own();
        if self.tail.observe() == head {
            full_fence(Fence::BeforeNone);
            if self.tail.observe() == head {
                return None;
            }
        }
        let take_at = self.take_at.get();
        let number = self.order.get(take_at)?.get();
        self.take_at.set(following::<COUNT>(take_at));
        self.head.set(head.wrapping_add(1));
        Some(number)
    }

    /// Empties the queue and sets the counts to 0; for who has both ends.
    pub(crate) fn restart(&self) {
        while let Some(number) = self.take_filled() {
            if let Some(mark) = self.marks.get(number) {
                mark.give_back();
            }
        }
        self.tail.publish(0);
        self.head.set(0);
        for own in [
            &self.search_at,
            &self.fill_at,
            &self.take_at,
            &self.overruns,
        ] {
            own.set(0);
        }
    }

    /// The counts up to now.
    pub(crate) fn stats(&self) -> PoolStats {
        let mut stats = PoolStats {
            delivered: self.head.glance() as u32,
            filled: self.tail.observe() as u32,
            overruns: self.overruns.get() as u32,
            capacity: COUNT as u32,
            ..PoolStats::default()
        };
        for mark in &self.marks {
            match mark.holder() {
                Holder::Nobody => stats.free += 1,
                Holder::Filler => stats.filling += 1,
                Holder::Queue => stats.queued += 1,
                Holder::Block => stats.held += 1,
            }
        }
        stats
    }
}

/// The number behind `number`, round and round, without a division.
#[inline(always)]
const fn following<const COUNT: usize>(number: usize) -> usize {
    let next = number.wrapping_add(1);
    if next < COUNT { next } else { 0 }
}
