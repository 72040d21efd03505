//! A look at a resource for as long as its term lives.
#![expect(unsafe_code, reason = "borrows the value that a term holds")]

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;

use avm_term::vm::{RawResource, resource};
use avm_term::{BuildError, Builder, FromTerm, IntoTerm, Invalid, Term};

use crate::arc::ResourceArc;
use crate::class::find;
use crate::resource::Resource;

/// A value that a term of this callback holds. Costs no counting; to keep the value for longer,
/// [`keep`](Self::keep) it.
///
/// Invariant: `raw` is the address of a value of type `T`, held by a term in a heap that lives
/// for `'a`.
pub struct ResourceRef<'a, T: Resource> {
    raw: RawResource,
    value: PhantomData<&'a T>,
}

impl<T: Resource> ResourceRef<'_, T> {
    /// One holder more, which may outlive the callback.
    pub fn keep(self) -> ResourceArc<T> {
        // SAFETY: the term holds the value for the time of the call, by the invariant.
        unsafe { resource::keep(self.raw) };
        ResourceArc::owning(self.raw)
    }
}

impl<T: Resource> Clone for ResourceRef<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Resource> Copy for ResourceRef<'_, T> {}

impl<T: Resource> Deref for ResourceRef<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the value is there while the heap of the term lives, by the invariant, and all
        // who hold it share it.
        unsafe { self.raw.value().cast::<T>().as_ref() }
    }
}

impl<'a, T: Resource> FromTerm<'a> for ResourceRef<'a, T> {
    #[inline]
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        Ok(Self {
            raw: find::<T>(term)?,
            value: PhantomData,
        })
    }
}

/// The resource; the term is one more holder.
impl<T: Resource> IntoTerm for ResourceRef<'_, T> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        // SAFETY: the term that this was read from holds it for the time of the call.
        unsafe { b.resource(self.raw) }
    }
}

impl<T: Resource + fmt::Debug> fmt::Debug for ResourceRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResourceRef").field(&**self).finish()
    }
}
