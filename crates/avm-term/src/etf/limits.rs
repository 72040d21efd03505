//! What a reader lets pass.

use super::{Atom, MAX_ATOM_CHARACTERS};

/// What a [`Reader`](super::Reader) lets pass. Whatever they are, no memory is taken for elements
/// that the bytes cannot hold.
///
/// ```
/// use avm_term::etf::{Atoms, DecodeError, Limits, decode};
/// use avm_term::Value;
///
/// let names = Limits { atoms: Atoms::Listed(&["ok", "error"]), ..Limits::DEFAULT };
/// assert_eq!(decode(b"\x83\x77\x02ok", &names), Ok(Value::atom("ok")));
/// let refused: Result<Value, _> = decode(b"\x83\x77\x04init", &names);
/// assert_eq!(refused, Err(DecodeError::UnknownAtom));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// The most bytes of the whole, its version too.
    pub bytes: usize,
    /// How deep tuples, lists and maps may be nested: 1 is one of them with nothing but scalars.
    /// Reading takes stack by depth.
    pub depth: usize,
    /// The most elements of all tuples, lists and maps together; a pair of a map is two. Those of a
    /// tuple of as many elements as the caller named are not counted.
    pub elements: usize,
    /// The most characters of an atom; more than Erlang's 255 have no effect.
    pub atom_characters: usize,
    /// Which atoms may be read.
    pub atoms: Atoms<'a>,
}

impl Limits<'_> {
    /// 16 MiB, nested 64 deep, of 2 to the 18 elements, with any atoms.
    pub const DEFAULT: Self = Self {
        bytes: 16 << 20,
        depth: 64,
        elements: 1 << 18,
        atom_characters: MAX_ATOM_CHARACTERS,
        atoms: Atoms::Any,
    };
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Which atoms a [`Reader`](super::Reader) lets pass, wherever they stand: names of nodes and
/// modules and what is skipped too. What the caller itself names, as in
/// [`expect_atom`](super::Reader::expect_atom), passes always.
///
/// Reading makes no atoms. A VM that is given the text does, and keeps them for ever, so whoever
/// hands on what another machine sent names what may come.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Atoms<'a> {
    /// Any.
    Any,
    /// None.
    None,
    /// These.
    Listed(&'a [&'a str]),
    /// Those for which the function is true, such as those that a VM has already.
    Where(&'a dyn Fn(Atom<'_>) -> bool),
}

impl Atoms<'_> {
    /// Whether an atom may pass.
    pub fn allow(self, atom: Atom<'_>) -> bool {
        match self {
            Self::Any => true,
            Self::None => false,
            Self::Listed(texts) => texts.iter().any(|text| atom == **text),
            Self::Where(is_allowed) => is_allowed(atom),
        }
    }
}

impl core::fmt::Debug for Atoms<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Any => f.write_str("Any"),
            Self::None => f.write_str("None"),
            Self::Listed(texts) => f.debug_tuple("Listed").field(texts).finish(),
            Self::Where(_) => f.write_str("Where(..)"),
        }
    }
}
