//! A holder of a value that the VM counts.
#![expect(
    unsafe_code,
    reason = "owns one count of a resource, and so may look at its value"
)]

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;

use avm_term::vm::resource;
use avm_term::vm::{OutOfMemory, RawResource};
use avm_term::{BuildError, Builder, FromTerm, IntoTerm, Invalid, Term};

use crate::class::{Class, find};
use crate::resource::Resource;

/// A holder of a value of type `T`; as `Arc` is one, but the VM counts, and terms hold, too.
///
/// As a field of derived options or requests it takes a term of such a value; any other term is
/// answered `{error, bad_resource}`.
///
/// Invariant: `raw` is the address of a value of type `T`, made by [`new`](Self::new), and one
/// of its counts is this holder's.
pub struct ResourceArc<T: Resource> {
    raw: RawResource,
    value: PhantomData<T>,
}

// SAFETY: a holder that moves to another thread may share the value there, and may be the one to
// drop it: `Resource` asks for `Sync` and `Send`.
unsafe impl<T: Resource> Send for ResourceArc<T> {}
// SAFETY: a holder that is shared gives out `&T` and clones of itself; as above.
unsafe impl<T: Resource> Sync for ResourceArc<T> {}

impl<T: Resource> ResourceArc<T> {
    /// Hands a value over to the VM.
    ///
    /// # Errors
    ///
    /// The VM has no memory; the value comes back.
    #[inline]
    pub fn new(value: T) -> Result<Self, NoMemory<T>> {
        // SAFETY: the value is written below, before anything else.
        match unsafe { resource::create(Class::<T>::CLASS) } {
            Ok(raw) => {
                // SAFETY: the VM has just given out room for a value of the class, aligned.
                unsafe { raw.value().cast::<T>().write(value) };
                let new = Self::owning(raw);
                T::counters().count_created();
                Ok(new)
            }
            Err(OutOfMemory) => Err(NoMemory(value)),
        }
    }

    /// Hands a value over to the VM, or drops it.
    ///
    /// # Errors
    ///
    /// The VM has no memory.
    pub fn try_new(value: T) -> Result<Self, OutOfMemory> {
        Self::new(value).map_err(|NoMemory(_)| OutOfMemory)
    }

    /// Whether two holders hold the same value.
    pub fn ptr_eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }

    /// Wraps one count, which the caller gives up; the callers hold the invariant.
    #[inline]
    pub(crate) fn owning(raw: RawResource) -> Self {
        Self {
            raw,
            value: PhantomData,
        }
    }

    pub(crate) fn raw(&self) -> RawResource {
        self.raw
    }
}

impl<T: Resource> Clone for ResourceArc<T> {
    #[inline]
    fn clone(&self) -> Self {
        // SAFETY: this holder has a count for the time of the call.
        unsafe { resource::keep(self.raw) };
        Self::owning(self.raw)
    }
}

impl<T: Resource> Drop for ResourceArc<T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the count is this holder's, which is gone afterwards.
        unsafe { resource::release(self.raw) }
    }
}

impl<T: Resource> Deref for ResourceArc<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: a value of type `T` is there while this holder has its count, and all who hold
        // it share it.
        unsafe { self.raw.value().cast::<T>().as_ref() }
    }
}

impl<T: Resource + fmt::Debug> fmt::Debug for ResourceArc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResourceArc").field(&**self).finish()
    }
}

/// The resource; the term is one more holder.
impl<T: Resource> IntoTerm for ResourceArc<T> {
    #[inline]
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        // SAFETY: this holder has a count for the time of the call.
        unsafe { b.resource(self.raw) }
    }
}

impl<'a, T: Resource> FromTerm<'a> for ResourceArc<T> {
    #[inline]
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        let raw = find::<T>(term)?;
        // SAFETY: the term holds it, and lives for the time of the call.
        unsafe { resource::keep(raw) };
        Ok(Self::owning(raw))
    }
}

/// A value for which the VM has no memory: it comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NoMemory<T>(pub T);

impl<T> From<NoMemory<T>> for OutOfMemory {
    fn from(_: NoMemory<T>) -> Self {
        Self
    }
}

impl<T> fmt::Display for NoMemory<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the VM has no memory for a resource")
    }
}

impl<T> fmt::Debug for NoMemory<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NoMemory(..)")
    }
}

impl<T> core::error::Error for NoMemory<T> {}
