//! What a used slot holds, the values of retired slots aside.
#![expect(unsafe_code, reason = "a retired slot has no value")]

use core::hint::assert_unchecked;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::num::NonZeroU32;

use slab::Slab;

use crate::Handle;

/// What no handle is equal to: they have 27 bits.
const RETIRED: NonZeroU32 = NonZeroU32::MAX;

/// A slot in use, or one that is used up.
///
/// # Invariants
///
/// `value` is initialised unless `mark` is [`RETIRED`].
pub(crate) struct Entry<T, O> {
    mark: NonZeroU32,
    owner: O,
    value: MaybeUninit<T>,
}

impl<T, O: Copy> Entry<T, O> {
    /// A value that `handle` stands for.
    #[inline(always)]
    pub(crate) const fn new(handle: Handle, owner: O, value: T) -> Self {
        Self {
            mark: handle.to_nonzero(),
            owner,
            value: MaybeUninit::new(value),
        }
    }

    /// What fills a slot that is used up.
    pub(crate) const fn retired(owner: O) -> Self {
        Self {
            mark: RETIRED,
            owner,
            value: MaybeUninit::uninit(),
        }
    }

    /// Whether `handle` stands for this value.
    #[inline(always)]
    pub(crate) fn is(&self, handle: Handle) -> bool {
        self.mark == handle.to_nonzero()
    }

    /// The handle that stands for this value; `None` if the slot is retired.
    pub(crate) fn handle(&self) -> Option<Handle> {
        Handle::from_bits(self.mark.get())
    }

    /// Who owns the value.
    pub(crate) fn owner(&self) -> O {
        self.owner
    }

    /// The value that `handle` stands for.
    #[inline(always)]
    pub(crate) fn get(&self, handle: Handle) -> Option<&T> {
        // SAFETY: the mark is a handle, so it is not `RETIRED`.
        self.is(handle)
            .then(|| unsafe { self.value.assume_init_ref() })
    }

    /// The value that `handle` stands for, to be changed.
    #[inline(always)]
    pub(crate) fn get_mut(&mut self, handle: Handle) -> Option<&mut T> {
        // SAFETY: the mark is a handle, so it is not `RETIRED`.
        self.is(handle)
            .then(|| unsafe { self.value.assume_init_mut() })
    }

    /// The value that `handle` stands for, out of its slot.
    #[inline(always)]
    pub(crate) fn into_value(self, handle: Handle) -> Option<T> {
        let entry = ManuallyDrop::new(self);
        // SAFETY: the mark is a handle, so it is not `RETIRED`, and nothing
        // drops the value after this.
        entry
            .is(handle)
            .then(|| unsafe { entry.value.assume_init_read() })
    }
}

/// Inserts an entry where slab would: saves it a check of its own work, and
/// with it the path to a panic.
#[inline(always)]
pub(crate) fn insert<T, O>(entries: &mut Slab<Entry<T, O>>, entry: Entry<T, O>) {
    let vacant = !entries.contains(entries.vacant_key());
    // SAFETY: that the vacant key is vacant is what slab's documentation says.
    unsafe { assert_unchecked(vacant) };
    entries.insert(entry);
}

impl<T, O> Drop for Entry<T, O> {
    fn drop(&mut self) {
        if self.mark != RETIRED {
            // SAFETY: the mark is not `RETIRED`.
            unsafe { self.value.assume_init_drop() };
        }
    }
}
