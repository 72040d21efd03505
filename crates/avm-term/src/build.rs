//! Describing a term once, for the pass that counts and the pass that writes.
#![expect(unsafe_code, reason = "calls the VM under the invariant of `Env`")]

mod error;

use crate::atom::{AtomName, StaticAtom};
use crate::env::Env;
use crate::etf::Encoded;
use crate::into::IntoTerm;
use crate::term::{Pid, Term};
use crate::vm::{self, RawEnv, RawResource, RawTerm, Shape};

pub use error::BuildError;

/// Takes the description of a term, part by part. A tuple's elements are built before the tuple,
/// a list's tail before its cell.
///
/// Not for implementing: [`Env::make`] brings its own.
pub trait Builder: sealed::Sealed {
    /// What stands for a part that is already described.
    type Part: Copy;

    /// Whether parts are best described from the last to the first, because the bytes are written
    /// from their end.
    #[doc(hidden)]
    const LAST_FIRST: bool = false;

    /// An integer.
    fn signed(&mut self, value: i64) -> Result<Self::Part, BuildError>;
    /// An integer.
    fn unsigned(&mut self, value: u64) -> Result<Self::Part, BuildError>;
    /// A float; it must be finite.
    fn float(&mut self, value: f64) -> Result<Self::Part, BuildError>;
    /// An atom.
    fn atom(&mut self, atom: &'static StaticAtom) -> Result<Self::Part, BuildError>;
    /// An atom, and its text behind a length byte, as it is known when the program is built.
    #[doc(hidden)]
    #[inline(always)]
    fn known_atom(
        &mut self,
        atom: &'static StaticAtom,
        _prefixed: &'static [u8],
    ) -> Result<Self::Part, BuildError> {
        self.atom(atom)
    }
    /// An atom that exists already, by its text.
    fn existing_atom(&mut self, text: &str) -> Result<Self::Part, BuildError>;
    /// An atom by its text, of at most 255 bytes. A VM keeps the atoms that it once had, so the
    /// text is to be one of few.
    fn named_atom(&mut self, text: &'static str) -> Result<Self::Part, BuildError>;
    /// A binary.
    fn binary(&mut self, bytes: &[u8]) -> Result<Self::Part, BuildError>;
    /// A tuple.
    fn tuple(&mut self, elements: &[Self::Part]) -> Result<Self::Part, BuildError>;
    /// A tuple of the newest parts, the last of which was described first.
    #[doc(hidden)]
    fn tuple_last_first(&mut self, elements: &[Self::Part]) -> Result<Self::Part, BuildError> {
        self.tuple(elements)
    }
    /// The empty list.
    fn nil(&mut self) -> Self::Part;
    /// A list cell.
    fn cell(&mut self, head: Self::Part, tail: Self::Part) -> Result<Self::Part, BuildError>;
    /// A proper list of what a slice holds.
    fn list<T: IntoTerm>(&mut self, items: &[T]) -> Result<Self::Part, BuildError>
    where
        Self: Sized,
    {
        let mut list = self.nil();
        // From the end, because a cell needs its tail.
        for item in items.iter().rev() {
            let head = item.build(self)?;
            list = self.cell(head, list)?;
        }
        Ok(list)
    }
    /// A map; the pairs are reordered.
    fn map(&mut self, pairs: &mut [(Self::Part, Self::Part)]) -> Result<Self::Part, BuildError>;
    /// A term in the external format; only where that is what is written.
    fn encoded(&mut self, _: Encoded<'_>) -> Result<Self::Part, BuildError> {
        Err(BuildError::Unrepresentable)
    }
    /// A pid.
    fn pid(&mut self, pid: Pid) -> Self::Part;
    /// An open port, by the number that its context gave out; `undefined` when it is gone.
    fn port(&mut self, port: u32) -> Result<Self::Part, BuildError>;
    /// A term that is there already; one of another environment is copied.
    fn term(&mut self, term: Term<'_>) -> Result<Self::Part, BuildError>;
    /// A resource; the term is one more holder.
    ///
    /// # Safety
    ///
    /// The resource is held for the time of the call.
    unsafe fn resource(&mut self, _: RawResource) -> Result<Self::Part, BuildError> {
        Err(BuildError::Unrepresentable)
    }
    /// A binary that a resource owns; one more holder, or a copy.
    ///
    /// # Safety
    ///
    /// The resource is held for the time of the call, and `bytes` neither move nor change while
    /// anybody holds it.
    unsafe fn resource_binary(
        &mut self,
        _resource: RawResource,
        _bytes: &[u8],
    ) -> Result<Self::Part, BuildError> {
        Err(BuildError::Unrepresentable)
    }
    /// A term that needs no heap.
    ///
    /// # Safety
    ///
    /// The VM gave it out as such: an atom, a local pid, a port.
    unsafe fn immediate(&mut self, _: RawTerm) -> Self::Part {
        self.no_term()
    }
    /// In place of a term that this builder cannot make; one that can have such makes the whole
    /// description fail.
    #[doc(hidden)]
    fn no_term(&mut self) -> Self::Part {
        self.nil()
    }
    /// A value whose type is forgotten.
    fn describe(&mut self, _: &dyn Describe) -> Result<Self::Part, BuildError> {
        Err(BuildError::Unrepresentable)
    }
}

/// A value that can be described as a term, of a type that is forgotten: what is done with it is
/// compiled once, not for each type. Every [`IntoTerm`] is one.
pub trait Describe {
    /// The first pass.
    #[doc(hidden)]
    fn size(&self, sizer: &mut Sizer) -> Result<(), BuildError>;
    /// The second pass.
    #[doc(hidden)]
    fn write(&self, writer: &mut Writer<'_>) -> Result<RawTerm, BuildError>;
}

impl<T: IntoTerm> Describe for T {
    fn size(&self, sizer: &mut Sizer) -> Result<(), BuildError> {
        self.build(sizer)
    }

    fn write(&self, writer: &mut Writer<'_>) -> Result<RawTerm, BuildError> {
        self.build(writer)
    }
}

impl IntoTerm for dyn Describe + '_ {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.describe(self)
    }
}

pub(crate) mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Sizer {}
    impl Sealed for super::Writer<'_> {}
}

/// The first pass: adds up heap words, makes nothing.
#[derive(Debug)]
pub struct Sizer {
    words: usize,
    /// Where the terms will be written, if that is known; terms of that heap take no words.
    env: Option<RawEnv>,
}

impl Sizer {
    /// For terms that will be written into `env`.
    pub(crate) fn within(env: Env<'_>) -> Self {
        Self {
            words: 0,
            env: Some(env.raw()),
        }
    }

    /// For terms that will be written into a heap of their own.
    pub(crate) fn elsewhere() -> Self {
        Self {
            words: 0,
            env: None,
        }
    }

    pub(crate) fn words(&self) -> usize {
        self.words
    }

    fn add_words(&mut self, words: usize) -> Result<(), BuildError> {
        self.words = self
            .words
            .checked_add(words)
            .ok_or(BuildError::OutOfMemory)?;
        Ok(())
    }

    #[inline(always)]
    fn add(&mut self, shape: Shape) -> Result<(), BuildError> {
        // SAFETY: `words` has no precondition.
        let words = unsafe { vm::words(shape) };
        self.add_words(words)
    }
}

#[rustfmt::skip] // one line a shape reads as the table that it is
impl Builder for Sizer {
    type Part = ();
    #[inline(always)]
    fn signed(&mut self, value: i64) -> Result<(), BuildError> { self.add(Shape::Signed(value)) }
    #[inline(always)]
    fn unsigned(&mut self, value: u64) -> Result<(), BuildError> { self.add(Shape::Unsigned(value)) }
    #[inline(always)]
    fn float(&mut self, _: f64) -> Result<(), BuildError> { self.add(Shape::Float) }
    #[inline(always)]
    fn atom(&mut self, _: &'static StaticAtom) -> Result<(), BuildError> { Ok(()) }
    fn existing_atom(&mut self, _: &str) -> Result<(), BuildError> { Ok(()) }
    fn named_atom(&mut self, _: &'static str) -> Result<(), BuildError> { Ok(()) }
    #[inline(always)]
    fn binary(&mut self, bytes: &[u8]) -> Result<(), BuildError> { self.add(Shape::Binary(bytes.len())) }
    #[inline(always)]
    fn tuple(&mut self, elements: &[()]) -> Result<(), BuildError> { self.add(Shape::Tuple(elements.len())) }
    #[inline(always)]
    fn nil(&mut self) {}
    #[inline(always)]
    fn cell(&mut self, (): (), (): ()) -> Result<(), BuildError> { self.add(Shape::Cell) }
    fn map(&mut self, pairs: &mut [((), ())]) -> Result<(), BuildError> { self.add(Shape::Map(pairs.len())) }
    fn pid(&mut self, _: Pid) {}
    fn port(&mut self, _: u32) -> Result<(), BuildError> { Ok(()) }
    #[inline]
    fn term(&mut self, term: Term<'_>) -> Result<(), BuildError> {
        if self.env == Some(term.env().raw()) {
            return Ok(());
        }
        // SAFETY: the term is of its env, by the invariant of `Term`.
        let words = unsafe { vm::term_words(term.env().raw(), term.raw()) }?;
        self.add_words(words)
    }
    unsafe fn resource(&mut self, _: RawResource) -> Result<(), BuildError> { self.add(Shape::Resource) }
    unsafe fn resource_binary(&mut self, _: RawResource, bytes: &[u8]) -> Result<(), BuildError> { self.add(Shape::ResourceBinary(bytes.len())) }
    unsafe fn immediate(&mut self, _: RawTerm) {}
    fn describe(&mut self, value: &dyn Describe) -> Result<(), BuildError> { value.size(self) }
}

/// The second pass: writes terms.
#[derive(Debug)]
pub struct Writer<'a> {
    env: Env<'a>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(env: Env<'a>) -> Self {
        Self { env }
    }
}

// Every `RawTerm` that reaches the VM below came out of this writer, and so is of its env:
// `Part`s are not made elsewhere, and `term` checks the env of what it takes in.
impl Builder for Writer<'_> {
    type Part = RawTerm;

    #[inline(always)]
    fn signed(&mut self, value: i64) -> Result<RawTerm, BuildError> {
        // SAFETY: the env is live, by the invariant of `Env`.
        Ok(unsafe { vm::make_signed(self.env.raw(), value) }?)
    }

    #[inline(always)]
    fn unsigned(&mut self, value: u64) -> Result<RawTerm, BuildError> {
        // SAFETY: the env is live, by the invariant of `Env`.
        Ok(unsafe { vm::make_unsigned(self.env.raw(), value) }?)
    }

    fn float(&mut self, value: f64) -> Result<RawTerm, BuildError> {
        // SAFETY: the env is live, by the invariant of `Env`.
        Ok(unsafe { vm::make_float(self.env.raw(), value) }?)
    }

    #[inline(always)]
    fn atom(&mut self, atom: &'static StaticAtom) -> Result<RawTerm, BuildError> {
        Ok(atom.raw(self.env)?)
    }

    fn existing_atom(&mut self, text: &str) -> Result<RawTerm, BuildError> {
        let atom = self
            .env
            .existing_atom(text)
            .ok_or(BuildError::UnknownAtom)?;
        Ok(atom.raw())
    }

    fn named_atom(&mut self, text: &'static str) -> Result<RawTerm, BuildError> {
        if let Some(atom) = self.env.existing_atom(text) {
            return Ok(atom.raw());
        }
        let name = AtomName::kept(text).ok_or(BuildError::UnknownAtom)?;
        Ok(self.env.intern(name)?)
    }

    fn binary(&mut self, bytes: &[u8]) -> Result<RawTerm, BuildError> {
        // SAFETY: the env is live, by the invariant of `Env`.
        Ok(unsafe { vm::make_binary(self.env.raw(), bytes) }?)
    }

    #[inline(always)]
    fn tuple(&mut self, elements: &[RawTerm]) -> Result<RawTerm, BuildError> {
        // SAFETY: the env is live, and the elements are of it.
        Ok(unsafe { vm::make_tuple(self.env.raw(), elements) }?)
    }

    #[inline(always)]
    fn nil(&mut self) -> RawTerm {
        // SAFETY: `nil` has no precondition.
        unsafe { vm::nil() }
    }

    #[inline(always)]
    fn cell(&mut self, head: RawTerm, tail: RawTerm) -> Result<RawTerm, BuildError> {
        // SAFETY: the env is live, and head and tail are of it.
        Ok(unsafe { vm::make_cell(self.env.raw(), head, tail) }?)
    }

    fn map(&mut self, pairs: &mut [(RawTerm, RawTerm)]) -> Result<RawTerm, BuildError> {
        // SAFETY: the env is live, and the pairs are of it.
        Ok(unsafe { vm::make_map(self.env.raw(), pairs) }?)
    }

    fn pid(&mut self, pid: Pid) -> RawTerm {
        // SAFETY: `make_pid` has no precondition.
        unsafe { vm::make_pid(pid.raw()) }
    }

    fn port(&mut self, port: u32) -> Result<RawTerm, BuildError> {
        // SAFETY: `port_term` has no precondition.
        match unsafe { vm::port_term(port) } {
            Some(raw) => Ok(raw),
            None => self.atom(crate::atom!("undefined")),
        }
    }

    #[inline]
    fn term(&mut self, term: Term<'_>) -> Result<RawTerm, BuildError> {
        // Two live environments have two names, so equal names mean the same heap.
        if term.env().raw() == self.env.raw() {
            return Ok(term.raw());
        }
        // SAFETY: both environments are live, and the term is of its own.
        Ok(unsafe { vm::copy(self.env.raw(), term.env().raw(), term.raw()) }?)
    }

    unsafe fn resource(&mut self, resource: RawResource) -> Result<RawTerm, BuildError> {
        // SAFETY: the env is live, and the resource is held, as the caller promises.
        Ok(unsafe { vm::make_resource(self.env.raw(), resource) }?)
    }

    unsafe fn resource_binary(
        &mut self,
        resource: RawResource,
        bytes: &[u8],
    ) -> Result<RawTerm, BuildError> {
        let (start, length) = (bytes.as_ptr(), bytes.len());
        // SAFETY: the env is live, and the caller promises the rest.
        let made = unsafe { vm::make_resource_binary(self.env.raw(), resource, start, length) };
        Ok(made?)
    }

    unsafe fn immediate(&mut self, raw: RawTerm) -> RawTerm {
        raw
    }

    fn describe(&mut self, value: &dyn Describe) -> Result<RawTerm, BuildError> {
        value.write(self)
    }
}
