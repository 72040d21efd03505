//! What an interrupt handler owns.
#![expect(unsafe_code, reason = "shares a cell with a handler")]

use core::cell::UnsafeCell;

/// A value that is put there once, before the handler can run.
///
/// # Invariants
///
/// `value` is used by [`fill`](Self::fill) before the first and by
/// [`get`](Self::get) inside of an interrupt only.
#[derive(Debug)]
pub struct Owned<T> {
    value: UnsafeCell<Option<T>>,
}

// SAFETY: by the invariant only one context at a time uses it; the value came
// from another one, so it has to be `Send`.
unsafe impl<T: Send> Sync for Owned<T> {}

impl<T> Owned<T> {
    /// Nothing yet.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            value: UnsafeCell::new(None),
        }
    }

    /// Puts the value there.
    ///
    /// # Safety
    ///
    /// The handler has not run yet and does not meanwhile.
    pub unsafe fn fill(&self, value: T) {
        // SAFETY: asked of the caller, so nobody uses it meanwhile.
        unsafe { *self.value.get() = Some(value) };
    }

    /// The value, for one run of the handler.
    ///
    /// # Safety
    ///
    /// The caller is the one handler, which is not interrupted by itself, and
    /// asks once in each run.
    #[expect(clippy::mut_from_ref, reason = "the caller owns what is inside")]
    #[inline(always)]
    pub unsafe fn get(&self) -> Option<&mut T> {
        // SAFETY: asked of the caller, so this is the only reference.
        unsafe { (*self.value.get()).as_mut() }
    }
}
