//! Reading bytes as a term, step by step.

mod atom;
mod compound;
mod number;

use super::{DecodeError, FromEtf, Limits, VERSION, tag};
use crate::Kind;

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
/// let mut reader = Reader::new(bytes, Limits::DEFAULT)?;
/// let mut sum = 0;
/// reader.read_tuple(2, |reader| {
///     reader.expect_atom("points")?;
///     reader.read_list(|reader| {
///         let (x, y): (u16, u16) = reader.read()?;
///         sum += x * y;
///         Ok(())
///     })
/// })?;
/// reader.finish()?;
/// assert_eq!(sum, 14);
/// # Ok::<(), DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    /// What is not read yet.
    rest: &'a [u8],
    /// How many bytes there were at first.
    total: usize,
    /// How deep the next term may nest.
    depth: usize,
    /// How many elements may still come.
    elements: usize,
    limits: Limits<'a>,
}

impl<'a> Reader<'a> {
    /// Begins to read an encoded term, which starts with its version.
    ///
    /// # Errors
    ///
    /// There is another version, or more bytes than the limits allow.
    #[inline]
    pub fn new(bytes: &'a [u8], limits: Limits<'a>) -> Result<Self, DecodeError> {
        let mut reader = Self::without_version(bytes, limits)?;
        match reader.take_chunk()? {
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
    pub fn without_version(bytes: &'a [u8], limits: Limits<'a>) -> Result<Self, DecodeError> {
        if bytes.len() > limits.bytes {
            return Err(DecodeError::TooLong);
        }
        Ok(Self {
            rest: bytes,
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
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(DecodeError::Trailing)
        }
    }

    /// How many bytes were read; after an error, about where it is.
    pub fn offset(&self) -> usize {
        self.total.saturating_sub(self.rest.len())
    }

    /// The bytes that are not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
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
            other => return Err(Self::not_of_type(other)),
        })
    }

    /// Reads the bytes of a binary, in place.
    ///
    /// # Errors
    ///
    /// The next term is no binary.
    #[inline]
    pub fn read_binary(&mut self) -> Result<&'a [u8], DecodeError> {
        match self.tag()? {
            tag::BINARY => {
                let length = self.word()?;
                self.take(length)
            }
            tag::BIT_BINARY => Err(DecodeError::Bits),
            other => Err(Self::not_of_type(other)),
        }
    }

    /// The error for a term that begins with this byte and is not what was asked for.
    #[cold]
    pub(super) fn not_of_type(tag: u8) -> DecodeError {
        match tag {
            tag::COMPRESSED => DecodeError::Compressed,
            tag::FUN | tag::NEW_FUN => DecodeError::Function,
            tag::NEW_FLOAT
            | tag::BIT_BINARY
            | tag::NEW_PID..=tag::NEWER_REFERENCE
            | tag::SMALL_INTEGER..=tag::LARGE_BIG
            | tag::EXPORT..=tag::MAP
            | tag::ATOM_UTF8..=tag::V4_PORT => DecodeError::Type,
            other => DecodeError::Tag(other),
        }
    }

    pub(super) fn peek(&self) -> Result<u8, DecodeError> {
        self.rest.first().copied().ok_or(DecodeError::Truncated)
    }

    #[inline(always)]
    pub(super) fn tag(&mut self) -> Result<u8, DecodeError> {
        let [tag] = self.take_chunk()?;
        Ok(tag)
    }

    #[inline(always)]
    pub(super) fn half(&mut self) -> Result<u16, DecodeError> {
        self.take_chunk().map(u16::from_be_bytes)
    }

    #[inline(always)]
    pub(super) fn word(&mut self) -> Result<u32, DecodeError> {
        self.take_chunk().map(u32::from_be_bytes)
    }

    #[inline(always)]
    pub(super) fn take_chunk<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (chunk, rest) = self
            .rest
            .split_first_chunk()
            .ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(*chunk)
    }

    #[inline(always)]
    pub(super) fn take(&mut self, length: impl Into<u32>) -> Result<&'a [u8], DecodeError> {
        // Where addresses have 16 bits a length of 32 may not fit; the bytes are too few then.
        let length = usize::try_from(length.into()).map_err(|_| DecodeError::Truncated)?;
        let split = self.rest.split_at_checked(length);
        let (bytes, rest) = split.ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(bytes)
    }
}
