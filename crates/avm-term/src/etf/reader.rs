//! Reading bytes as a term, step by step.

mod atom;
mod compound;
mod cursor;
mod number;

use super::{DecodeError, FromEtf, Limits, VERSION, tag};
use crate::Kind;
pub use compound::Inside;
use cursor::Cursor;
pub(super) use cursor::not_of_type;

/// Reads a term from bytes, in one pass and in place: what it returns borrows them.
///
/// Each method reads one whole term and then stands behind it. After an error a reader stands
/// somewhere inside the term and is good for nothing but [`offset`](Reader::offset).
///
/// ```
/// use avm_term::etf::{DecodeError, Limits, Reader};
///
/// // {points, [{1, 2}, {3, 4}]}
/// let bytes = b"\x83h\x02w\x06pointsl\0\0\0\x02h\x02a\x01a\x02h\x02a\x03a\x04j";
/// let mut reader = Reader::new(bytes, &Limits::DEFAULT)?;
/// let mut sum = 0;
/// reader.read_tagged("points", 1)?.read_list(|reader| {
///     let (x, y): (u16, u16) = reader.read()?;
///     sum += x * y;
///     Ok(())
/// })?;
/// reader.finish()?;
/// assert_eq!(sum, 14);
/// # Ok::<(), DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    /// What is not read yet.
    pub(super) rest: Cursor<'a>,
    /// How many bytes there were at first.
    total: usize,
    /// How deep the next term may nest.
    depth: usize,
    /// How many elements may still come.
    elements: usize,
    limits: &'a Limits<'a>,
}

impl<'a> Reader<'a> {
    /// Begins to read an encoded term, which starts with its version.
    ///
    /// # Errors
    ///
    /// There is another version, or more bytes than the limits allow.
    #[inline]
    pub fn new(bytes: &'a [u8], limits: &'a Limits<'a>) -> Result<Self, DecodeError> {
        let mut reader = Self::without_version(bytes, limits)?;
        match reader.rest.chunk()? {
            [VERSION] => Ok(reader),
            [_] => Err(DecodeError::Version),
        }
    }

    /// Begins to read an encoded term whose version was said elsewhere, as in messages between
    /// nodes.
    ///
    /// # Errors
    ///
    /// There are more bytes than the limits allow.
    #[inline]
    pub fn without_version(bytes: &'a [u8], limits: &'a Limits<'a>) -> Result<Self, DecodeError> {
        if bytes.len() > limits.bytes {
            return Err(DecodeError::TooLong);
        }
        Ok(Self {
            rest: Cursor(bytes),
            total: bytes.len(),
            depth: limits.depth,
            elements: limits.elements,
            limits,
        })
    }

    /// Reads a value of a type.
    ///
    /// # Errors
    ///
    /// The next term is not of the type, or is none that the limits allow.
    #[inline(always)]
    pub fn read<T: FromEtf<'a>>(&mut self) -> Result<T, DecodeError> {
        T::from_etf(self)
    }

    /// Ends reading.
    ///
    /// # Errors
    ///
    /// There are bytes left.
    #[inline]
    pub fn finish(self) -> Result<(), DecodeError> {
        if self.rest.0.is_empty() {
            Ok(())
        } else {
            Err(DecodeError::Trailing)
        }
    }

    /// How many bytes were read; after an error, about where it is.
    pub fn offset(&self) -> usize {
        self.total.saturating_sub(self.rest.0.len())
    }

    /// The bytes that are not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest.0
    }

    /// What the next term is, by its first byte.
    ///
    /// # Errors
    ///
    /// There is no next term, or it is a function or compressed.
    pub fn kind(&self) -> Result<Kind, DecodeError> {
        Ok(match self.peek()? {
            tag::SMALL_INTEGER | tag::INTEGER | tag::SMALL_BIG | tag::LARGE_BIG => Kind::Integer,
            tag::NEW_FLOAT | tag::FLOAT => Kind::Float,
            tag::ATOM | tag::SMALL_ATOM | tag::ATOM_UTF8 | tag::SMALL_ATOM_UTF8 => Kind::Atom,
            tag::BINARY => Kind::Binary,
            tag::BIT_BINARY => Kind::Bitstring,
            tag::SMALL_TUPLE | tag::LARGE_TUPLE => Kind::Tuple,
            tag::NIL | tag::STRING | tag::LIST => Kind::List,
            tag::MAP => Kind::Map,
            tag::PID | tag::NEW_PID => Kind::Pid,
            tag::PORT | tag::NEW_PORT | tag::V4_PORT => Kind::Port,
            tag::REFERENCE | tag::NEW_REFERENCE | tag::NEWER_REFERENCE => Kind::Reference,
            tag::EXPORT => Kind::Function,
            other => return Err(not_of_type(other)),
        })
    }

    /// Reads the bytes of a binary, in place.
    ///
    /// # Errors
    ///
    /// The next term is no binary.
    #[inline]
    pub fn read_binary(&mut self) -> Result<&'a [u8], DecodeError> {
        match self.rest.tag()? {
            tag::BINARY => {
                let length = self.rest.word()?;
                self.rest.take(length)
            }
            tag::BIT_BINARY => Err(DecodeError::Bits),
            other => Err(not_of_type(other)),
        }
    }

    pub(super) fn peek(&self) -> Result<u8, DecodeError> {
        self.rest.0.first().copied().ok_or(DecodeError::Truncated)
    }
}
