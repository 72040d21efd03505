//! Environments: the heaps that terms live in.
#![expect(unsafe_code, reason = "calls the VM under the invariant of `Env`")]

use core::marker::PhantomData;

use crate::atom::AtomName;
use crate::build::{BuildError, Sizer, Writer};
use crate::into::IntoTerm;
use crate::term::Term;
use crate::vm::{self, OutOfMemory, RawEnv, RawTerm};

/// A heap that is live for `'a`, on the thread that it was given to.
///
/// Invariant: `raw` was given to [`Env::from_raw`] by a provider of the VM interface, which keeps
/// it live for `'a`. `'a` is invariant, so a term of one callback does not fit into another.
#[derive(Clone, Copy, Debug)]
pub struct Env<'a> {
    raw: RawEnv,
    brand: PhantomData<fn(&'a ()) -> &'a ()>,
}

impl<'a> Env<'a> {
    /// Takes the provider's word for it that `raw` is a live heap.
    ///
    /// # Safety
    ///
    /// `raw` stays live, and its terms stay where they are, for the whole of `'a`; nobody else
    /// uses it meanwhile.
    #[inline(always)]
    pub unsafe fn from_raw(raw: RawEnv) -> Self {
        Self {
            raw,
            brand: PhantomData,
        }
    }

    /// The provider's name of this heap.
    #[inline(always)]
    pub fn raw(self) -> RawEnv {
        self.raw
    }

    /// Wraps a term that the provider gave out for this heap.
    ///
    /// # Safety
    ///
    /// `raw` was made in this heap, or is an immediate.
    #[inline(always)]
    pub unsafe fn wrap(self, raw: RawTerm) -> Term<'a> {
        Term::new(self, raw)
    }

    /// Makes a term in this heap: counts, reserves once, writes.
    ///
    /// # Errors
    ///
    /// No memory, or a value that this VM has no term for. What was written before the failure
    /// stays in the heap as garbage and goes with it.
    #[inline]
    pub fn make<T: IntoTerm + ?Sized>(self, value: &T) -> Result<Term<'a>, BuildError> {
        let mut sizer = Sizer::within(self);
        value.build(&mut sizer)?;
        if sizer.words() > 0 {
            // SAFETY: the env is live, by the invariant of `Env`.
            unsafe { vm::reserve(self.raw, sizer.words()) }?;
        }
        let raw = value.build(&mut Writer::new(self))?;
        Ok(Term::new(self, raw))
    }

    /// The empty list.
    pub fn nil(self) -> Term<'a> {
        // SAFETY: `nil` has no precondition.
        Term::new(self, unsafe { vm::nil() })
    }

    /// The atom of this text, if the VM has one already.
    pub fn existing_atom(self, text: &str) -> Option<Term<'a>> {
        // SAFETY: the env is live, by the invariant of `Env`.
        unsafe { vm::existing_atom(self.raw, text) }.map(|raw| Term::new(self, raw))
    }

    /// Interns a name.
    pub(crate) fn intern(self, name: AtomName) -> Result<RawTerm, OutOfMemory> {
        // SAFETY: the env is live, by the invariant of `Env`.
        unsafe { vm::make_atom(self.raw, name) }
    }

    /// Wraps an atom, which is an immediate and so fits into every heap.
    pub(crate) fn wrap_atom(self, raw: RawTerm) -> Term<'a> {
        Term::new(self, raw)
    }
}
