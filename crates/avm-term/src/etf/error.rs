//! Why bytes are not read.

/// Why bytes were not read as a term, or a term not as a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecodeError {
    /// The bytes end before the term does.
    Truncated,
    /// The first byte is not [`VERSION`](super::VERSION).
    Version,
    /// A byte that begins no term.
    Tag(u8),
    /// The term is of another type than was asked for.
    Type,
    /// A number is outside the range of the type that was asked for, of 64 bits, or of what the
    /// format allows.
    Range,
    /// A tuple of another number of elements, or an atom of another text, than was asked for.
    Mismatch,
    /// A list does not end in the empty list.
    Improper,
    /// Text that is not UTF-8, or that is no number where there should be one.
    Text,
    /// A binary of a number of bits that is no multiple of 8, where bytes were asked for.
    Bits,
    /// A map has a key twice.
    DuplicateKey,
    /// The term is compressed; that is not read, because a few bytes become many.
    Compressed,
    /// A function; it means something to its own node only.
    Function,
    /// An atom that [`Atoms`](super::Atoms) does not allow.
    UnknownAtom,
    /// An atom of more characters than [`Limits`](super::Limits) allows.
    LongAtom,
    /// More bytes than [`Limits`](super::Limits) allows.
    TooLong,
    /// Deeper nested than [`Limits`](super::Limits) allows.
    TooDeep,
    /// More elements than [`Limits`](super::Limits) allows.
    TooMany,
    /// There are bytes behind the term.
    Trailing,
    /// There is no memory for it.
    OutOfMemory,
}

impl core::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the bytes end before the term does",
            Self::Version => "not of version 131",
            Self::Tag(tag) => return write!(f, "byte {tag} begins no term"),
            Self::Type => "a term of another type",
            Self::Range => "a number out of range",
            Self::Mismatch => "another term than expected",
            Self::Improper => "an improper list",
            Self::Text => "bad text",
            Self::Bits => "a bitstring that is no binary",
            Self::DuplicateKey => "a map with a key twice",
            Self::Compressed => "a compressed term",
            Self::Function => "a function",
            Self::UnknownAtom => "an atom that is not allowed",
            Self::LongAtom => "an atom of too many characters",
            Self::TooLong => "too many bytes",
            Self::TooDeep => "nested too deep",
            Self::TooMany => "too many elements",
            Self::Trailing => "bytes behind the term",
            Self::OutOfMemory => "no memory for the term",
        })
    }
}

impl core::error::Error for DecodeError {}
