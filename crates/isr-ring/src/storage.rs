//! Where the events are: `N` slots in a row, aligned for their type.
#![expect(
    unsafe_code,
    reason = "bbqueue's Storage asks for a pointer that outlives a borrow"
)]

use core::cell::UnsafeCell;
use core::ptr::NonNull;

use bbqueue::export::ConstInit;
use bbqueue::traits::storage::Storage;

use crate::sync::Own;

/// Room for one event, at least a byte, so that grants can be counted out.
#[derive(Clone, Copy)]
pub(crate) union Slot<T: Copy + 'static> {
    _event: T,
    byte: u8,
}

/// The slots of a ring.
///
/// # Invariants
///
/// 1. `slots` is touched through the pointer of [`Storage::ptr_len`] only, and
///    by whom the ring's coordination granted that part of it.
pub(crate) struct Slots<T: Copy + 'static, const N: usize> {
    slots: UnsafeCell<[Slot<T>; N]>,
    /// Events that found no slot. The producer writes it.
    pub(crate) dropped: Own,
}

impl<T: Copy + 'static, const N: usize> ConstInit for Slots<T, N> {
    const INIT: Self = Self {
        slots: UnsafeCell::new([Slot { byte: 0 }; N]),
        dropped: Own::new(0),
    };
}

impl<T: Copy + 'static, const N: usize> Storage for Slots<T, N> {
    #[inline(always)]
    unsafe fn ptr_len(&self) -> (NonNull<u8>, usize) {
        // SAFETY: the address of a field is not null.
        let first = unsafe { NonNull::new_unchecked(self.slots.get()) };
        (first.cast(), size_of::<[Slot<T>; N]>())
    }
}

// SAFETY: by invariant 1 no slot is touched by two threads at a time. Events
// move from thread to thread, so they have to be `Send`.
unsafe impl<T: Copy + Send + 'static, const N: usize> Sync for Slots<T, N> {}
