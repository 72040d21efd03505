//! Bytes in a row, aligned for DMA and for copies of whole words.
#![expect(
    unsafe_code,
    reason = "bbqueue's Storage asks for a pointer that outlives a borrow"
)]

use core::cell::UnsafeCell;
use core::ptr::NonNull;

use bbqueue::export::ConstInit;
use bbqueue::traits::storage::Storage;

/// `N` bytes, at first 0, that begin at a multiple of 8, on a host of a cache
/// line.
///
/// # Invariants
///
/// They are touched through the pointer only, and by whom the coordination of
/// the ring or pool granted that part of them.
#[cfg_attr(target_pointer_width = "64", repr(align(64)))]
#[cfg_attr(not(target_pointer_width = "64"), repr(align(8)))]
pub(crate) struct Aligned<const N: usize>(UnsafeCell<[u8; N]>);

impl<const N: usize> Aligned<N> {
    /// Bytes that are 0.
    pub(crate) const fn new() -> Self {
        Self(UnsafeCell::new([0; N]))
    }

    /// Where they are.
    #[inline(always)]
    pub(crate) fn bytes(&self) -> NonNull<[u8; N]> {
        // SAFETY: the address of a field is not null.
        unsafe { NonNull::new_unchecked(self.0.get()) }
    }
}

impl<const N: usize> ConstInit for Aligned<N> {
    const INIT: Self = Self::new();
}

impl<const N: usize> Storage for Aligned<N> {
    #[inline(always)]
    unsafe fn ptr_len(&self) -> (NonNull<u8>, usize) {
        (self.bytes().cast(), N)
    }
}

// SAFETY: by the invariant no byte is touched by two threads at a time.
unsafe impl<const N: usize> Sync for Aligned<N> {}
