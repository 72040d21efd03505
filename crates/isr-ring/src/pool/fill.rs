//! A block that is being filled.
#![expect(
    unsafe_code,
    reason = "a block's bytes are lent by the word that marks it"
)]

use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::ops::{Deref, DerefMut};
use core::ptr::{self, NonNull};

use super::mark::Mark;
use super::shelf::Shelf;
use crate::Doorbell;

/// A block that its [`Filler`](crate::Filler) fills here and now.
///
/// What it holds before is what was there last. Dropped without
/// [`finish`](Self::finish) it is free again, and nothing is counted.
#[derive(Debug)]
#[must_use = "a block that is not finished is not queued"]
pub struct FillBlock<'f, const SIZE: usize, const COUNT: usize> {
    block: LentBlock<'f, SIZE, COUNT>,
}

impl<'f, const SIZE: usize, const COUNT: usize> FillBlock<'f, SIZE, COUNT> {
    pub(crate) const fn new(block: LentBlock<'f, SIZE, COUNT>) -> Self {
        Self { block }
    }

    /// Queues the block, of which the first `len` bytes are filled; more than
    /// `SIZE` are `SIZE`.
    #[inline]
    pub fn finish(self, len: usize) {
        self.block.queue(len);
    }

    /// Queues the block as [`finish`](Self::finish) does, and rings if no
    /// other was queued.
    ///
    /// The bell is rung after the block can be taken, in this very context.
    /// No wake-up is lost if the other end goes to sleep only after a
    /// [`take`](crate::Blocks::take) that was `None`.
    #[inline]
    pub fn finish_ringing<D: Doorbell + ?Sized>(self, len: usize, bell: &D) {
        let shelf = self.block.shelf;
        self.block.queue(len);
        if shelf.was_empty() {
            bell.ring();
        }
    }
}

impl<const SIZE: usize, const COUNT: usize> Deref for FillBlock<'_, SIZE, COUNT> {
    type Target = [u8; SIZE];

    #[inline(always)]
    fn deref(&self) -> &[u8; SIZE] {
        &self.block
    }
}

impl<const SIZE: usize, const COUNT: usize> DerefMut for FillBlock<'_, SIZE, COUNT> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [u8; SIZE] {
        &mut self.block
    }
}

/// A block that is filled for as long as it takes, by a DMA channel.
///
/// It stays where it is when this is moved, does not borrow the
/// [`Filler`](crate::Filler), and of a `static` pool is `'static`. Given back
/// to [`Filler::finish`](crate::Filler::finish) it is queued; dropped, it is
/// free again.
///
/// # Invariants
///
/// By `mark` the block is with this and nobody else. Its bytes are at `bytes`,
/// and live for `'p`.
#[must_use = "a block that is not finished is not queued"]
pub struct LentBlock<'p, const SIZE: usize, const COUNT: usize> {
    shelf: &'p Shelf<SIZE, COUNT>,
    number: usize,
    mark: &'p Mark,
    /// No reference, which would have to hold until the end of the drop.
    bytes: NonNull<[u8; SIZE]>,
    pool: PhantomData<&'p mut [u8]>,
}

impl<'p, const SIZE: usize, const COUNT: usize> LentBlock<'p, SIZE, COUNT> {
    /// `None` if there is no such block.
    ///
    /// # Safety
    ///
    /// The caller has taken this free block of the shelf, by its only filler.
    #[inline(always)]
    pub(crate) unsafe fn new(shelf: &'p Shelf<SIZE, COUNT>, number: usize) -> Option<Self> {
        let (mark, bytes) = shelf.block(number)?;
        Some(Self {
            shelf,
            number,
            mark,
            bytes,
            pool: PhantomData,
        })
    }

    /// Whether this is a block of `shelf`.
    pub(crate) fn is_of(&self, shelf: &Shelf<SIZE, COUNT>) -> bool {
        ptr::eq(self.shelf, shelf)
    }

    /// Queues the block. For the filler, or who borrows it.
    #[inline(always)]
    pub(crate) fn queue(self, len: usize) {
        self.shelf.queue(self.number, len.min(SIZE));
        mem::forget(self);
    }
}

impl<const SIZE: usize, const COUNT: usize> Deref for LentBlock<'_, SIZE, COUNT> {
    type Target = [u8; SIZE];

    #[inline(always)]
    fn deref(&self) -> &[u8; SIZE] {
        // SAFETY: by the invariant nobody else has the bytes.
        unsafe { self.bytes.as_ref() }
    }
}

impl<const SIZE: usize, const COUNT: usize> DerefMut for LentBlock<'_, SIZE, COUNT> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [u8; SIZE] {
        // SAFETY: by the invariant nobody else has the bytes.
        unsafe { self.bytes.as_mut() }
    }
}

impl<const SIZE: usize, const COUNT: usize> Drop for LentBlock<'_, SIZE, COUNT> {
    #[inline(always)]
    fn drop(&mut self) {
        self.mark.give_back();
    }
}

impl<const SIZE: usize, const COUNT: usize> fmt::Debug for LentBlock<'_, SIZE, COUNT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LentBlock")
            .field("number", &self.number)
            .finish()
    }
}

// SAFETY: its bytes and its mark are this one's wherever it is; the rest of the
// shelf is `Sync`, and is changed by the filler only, to whom it comes back.
unsafe impl<const SIZE: usize, const COUNT: usize> Send for LentBlock<'_, SIZE, COUNT> {}

// SAFETY: who shares it can only read the bytes.
unsafe impl<const SIZE: usize, const COUNT: usize> Sync for LentBlock<'_, SIZE, COUNT> {}
