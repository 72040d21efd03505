//! A filled block: the only owner of its bytes.
#![expect(
    unsafe_code,
    reason = "a block's bytes are lent by the word that marks it"
)]

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr::NonNull;
use core::slice;

use super::mark::Mark;

/// A filled block of a [`BlockPool`](crate::BlockPool).
///
/// It may be sent, shared and kept: of a `static` pool it is `'static`. When
/// it is dropped, on whatever thread, the filler may fill it anew. Neither its
/// size nor its drop depends on the size of the block.
///
/// # Invariants
///
/// By `mark` the block is with this and nobody else. The first `len` of its
/// bytes are at `bytes`, and live for `'p`.
pub struct Block<'p> {
    mark: &'p Mark,
    /// No reference, which would have to hold until the end of the drop.
    bytes: NonNull<u8>,
    len: usize,
    pool: PhantomData<&'p [u8]>,
}

impl<'p> Block<'p> {
    /// # Safety
    ///
    /// `mark` and `bytes` are those of one block of `SIZE` bytes that lives
    /// for `'p`. It was in the queue, and the caller took it out.
    #[inline(always)]
    pub(crate) unsafe fn new<const SIZE: usize>(
        mark: &'p Mark,
        bytes: NonNull<[u8; SIZE]>,
    ) -> Self {
        let len = mark.hand_out().min(SIZE);
        Self {
            mark,
            bytes: bytes.cast(),
            len,
            pool: PhantomData,
        }
    }
}

impl Deref for Block<'_> {
    type Target = [u8];

    #[inline(always)]
    fn deref(&self) -> &[u8] {
        // SAFETY: by the invariant nobody else has the bytes, and nobody
        // writes them before this is dropped.
        unsafe { slice::from_raw_parts(self.bytes.as_ptr(), self.len) }
    }
}

impl AsRef<[u8]> for Block<'_> {
    #[inline(always)]
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Drop for Block<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.mark.give_back();
    }
}

impl fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block").field("len", &self.len).finish()
    }
}

// SAFETY: its bytes and its mark are this one's wherever it is.
unsafe impl Send for Block<'_> {}

// SAFETY: who shares it can only read the bytes.
unsafe impl Sync for Block<'_> {}
