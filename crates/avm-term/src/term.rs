//! Terms: reading what Erlang sent.
#![expect(unsafe_code, reason = "calls the VM under the invariant of `Term`")]

use core::cmp::Ordering;

use crate::atom::StaticAtom;
use crate::env::Env;
use crate::from::FromTerm;
use crate::invalid::Invalid;
use crate::list::ListIter;
use crate::map::MapIter;
use crate::vm::{self, RawPid, RawResource, RawTerm, ResourceClass};

/// What a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An integer of any size.
    Integer,
    /// A float.
    Float,
    /// An atom.
    Atom,
    /// A pid, local or of another node.
    Pid,
    /// A port, where the VM tells it from a pid.
    Port,
    /// A reference; also a resource, where the VM shows resources as references.
    Reference,
    /// A binary of whole bytes.
    Binary,
    /// A bitstring of a number of bits that is no multiple of 8.
    Bitstring,
    /// A tuple.
    Tuple,
    /// The empty list or a list cell.
    List,
    /// A map.
    Map,
    /// A function.
    Function,
}

/// A local process, to send to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pid(RawPid);

impl Pid {
    /// Wraps what the provider calls the process.
    pub fn from_raw(raw: RawPid) -> Self {
        Self(raw)
    }

    /// What the provider calls the process.
    pub fn raw(self) -> RawPid {
        self.0
    }

    /// Whether the process lives. It may end right after.
    pub fn is_alive(self) -> bool {
        // SAFETY: `is_alive` has no precondition.
        unsafe { vm::is_alive(self.0) }
    }
}

/// A term in a heap that is live for `'a`.
///
/// Invariant: `raw` was made in `env`, or is an immediate.
#[derive(Clone, Copy, Debug)]
pub struct Term<'a> {
    env: Env<'a>,
    raw: RawTerm,
}

impl<'a> Term<'a> {
    /// Wraps; the callers, all in this crate, hold the invariant.
    #[inline(always)]
    pub(crate) fn new(env: Env<'a>, raw: RawTerm) -> Self {
        Self { env, raw }
    }

    /// The heap that the term lives in.
    #[inline(always)]
    pub fn env(self) -> Env<'a> {
        self.env
    }

    /// The VM's word for the term.
    #[inline(always)]
    pub fn raw(self) -> RawTerm {
        self.raw
    }

    /// Tells what the term is.
    #[inline]
    pub fn kind(self) -> Kind {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        unsafe { vm::kind(self.env.raw(), self.raw) }
    }

    /// Reads the term as `T`.
    ///
    /// # Errors
    ///
    /// The term is not what `T` takes.
    pub fn get<T: FromTerm<'a>>(self) -> Result<T, Invalid<'a>> {
        T::from_term(self)
    }

    /// Whether the term is this atom. Also `false` where the atom cannot be interned.
    #[inline]
    pub fn is(self, atom: &'static StaticAtom) -> bool {
        atom.raw(self.env) == Ok(self.raw)
    }

    /// The integer, if it is one and fits.
    #[inline]
    pub fn signed(self) -> Option<i64> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        unsafe { vm::signed(self.env.raw(), self.raw) }
    }

    /// The integer, if it is one, not negative, and fits.
    #[inline]
    pub fn unsigned(self) -> Option<u64> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        unsafe { vm::unsigned(self.env.raw(), self.raw) }
    }

    /// The float, if it is one.
    pub fn float(self) -> Option<f64> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        unsafe { vm::float(self.env.raw(), self.raw) }
    }

    /// Copies an atom's text into `buffer`; `None` if it is no atom or the buffer is too small.
    /// 1020 bytes hold every atom.
    pub fn atom_text(self, buffer: &mut [u8]) -> Option<&str> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        let length = unsafe { vm::atom_text(self.env.raw(), self.raw, buffer) }?;
        core::str::from_utf8(buffer.get(..length)?).ok()
    }

    /// The bytes of a binary; `None` for all else, bitstrings of odd bits included.
    pub fn binary(self) -> Option<&'a [u8]> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        let (start, length) = unsafe { vm::binary(self.env.raw(), self.raw) }?;
        if length == 0 {
            return Some(&[]);
        }
        // SAFETY: by the contract of `Vm::binary` the bytes stay as they are while the env lives.
        Some(unsafe { core::slice::from_raw_parts(start, length) })
    }

    /// The number of elements, if it is a tuple.
    #[inline]
    pub fn arity(self) -> Option<usize> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        unsafe { vm::arity(self.env.raw(), self.raw) }
    }

    /// An element of a tuple, counted from 0.
    #[inline]
    pub fn element(self, index: usize) -> Option<Term<'a>> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        let raw = unsafe { vm::element(self.env.raw(), self.raw, index) }?;
        Some(Self::new(self.env, raw))
    }

    /// The elements of a tuple of exactly `N`.
    #[inline]
    pub fn tuple<const N: usize>(self) -> Option<[Term<'a>; N]> {
        let mut elements = [self.raw; N];
        // SAFETY: the term is of its env, by the invariant of `Term`.
        unsafe { vm::elements(self.env.raw(), self.raw, &mut elements) }
            .then(|| elements.map(|raw| Self::new(self.env, raw)))
    }

    /// Head and tail of a list cell.
    pub fn cell(self) -> Option<(Term<'a>, Term<'a>)> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        let (head, tail) = unsafe { vm::cell(self.env.raw(), self.raw) }?;
        Some((Self::new(self.env, head), Self::new(self.env, tail)))
    }

    /// Whether it is the empty list.
    pub fn is_nil(self) -> bool {
        self.raw == self.env.nil().raw
    }

    /// The elements of a list; `None` if it is no list. An improper tail is the last item, an
    /// error.
    pub fn list(self) -> Option<ListIter<'a>> {
        (self.is_nil() || self.cell().is_some()).then(|| ListIter::new(self))
    }

    /// The number of pairs, if it is a map.
    pub fn map_size(self) -> Option<usize> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        unsafe { vm::map_size(self.env.raw(), self.raw) }
    }

    /// The value of a key, if it is a map that has it.
    pub fn map_get(self, key: Term<'a>) -> Option<Term<'a>> {
        // SAFETY: map and key are of the same env: `'a` is invariant, and a foreign env of the
        // same lifetime is ruled out here.
        let found = (key.env.raw() == self.env.raw())
            .then(|| unsafe { vm::map_get(self.env.raw(), self.raw, key.raw) })??;
        Some(Self::new(self.env, found))
    }

    /// A pair of a map by position, in the VM's own order.
    pub(crate) fn map_pair(self, index: usize) -> Option<(Term<'a>, Term<'a>)> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        let (key, value) = unsafe { vm::map_pair(self.env.raw(), self.raw, index) }?;
        Some((Self::new(self.env, key), Self::new(self.env, value)))
    }

    /// The pairs of a map, in the VM's own order; `None` if it is no map.
    pub fn map(self) -> Option<MapIter<'a>> {
        self.map_size().map(|size| MapIter::new(self, size))
    }

    /// The local process, if it is a pid of one.
    pub fn pid(self) -> Option<Pid> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        unsafe { vm::pid(self.env.raw(), self.raw) }.map(Pid)
    }

    /// The resource and its class, if it is one of this library. It is held by the term alone.
    #[inline]
    pub fn resource(self) -> Option<(RawResource, &'static ResourceClass)> {
        // SAFETY: the term is of its env, by the invariant of `Term`.
        unsafe { vm::resource(self.env.raw(), self.raw) }
    }

    /// Compares in Erlang's term order; `None` for terms of two environments.
    pub fn compare(self, other: Term<'a>) -> Option<Ordering> {
        if other.env.raw() != self.env.raw() {
            return None;
        }
        // SAFETY: both terms are of this env, as just checked.
        Some(unsafe { vm::compare(self.env.raw(), self.raw, other.raw) })
    }
}
