//! Tuples, lists and maps.

use core::ops::{Deref, DerefMut};

use super::atom::any_atom;
use super::{Cursor, Reader, not_of_type};
use crate::etf::{DecodeError, FromEtf, Limits, Token, tag};

/// Each byte as the integer that a string stands for, and the end of its list.
static BYTES: [[u8; 2]; 256] = bytes();
static END: [u8; 1] = [tag::NIL];

const fn bytes() -> [[u8; 2]; 256] {
    let mut bytes = [[tag::SMALL_INTEGER, 0]; 256];
    let mut byte = 0;
    while byte < bytes.len() {
        bytes[byte][1] = byte as u8;
        byte += 1;
    }
    bytes
}

/// A reader that stands inside a tuple, whose elements are read one after the other.
///
/// It is to be dropped when all of them are read; what was left is then read as if it stood behind
/// the tuple.
#[derive(Debug)]
pub struct Inside<'r, 'a>(&'r mut Reader<'a>);

impl<'a> Deref for Inside<'_, 'a> {
    type Target = Reader<'a>;

    #[inline(always)]
    fn deref(&self) -> &Reader<'a> {
        self.0
    }
}

impl<'a> DerefMut for Inside<'_, 'a> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Reader<'a> {
        self.0
    }
}

impl Drop for Inside<'_, '_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.depth += 1;
    }
}

impl<'a> Reader<'a> {
    /// Begins to read a tuple of so many elements, each of which is read from what is returned.
    ///
    /// # Errors
    ///
    /// The next term is no tuple of so many elements, is nested too deep or has too many elements.
    #[inline(always)]
    pub fn read_tuple(&mut self, arity: usize) -> Result<Inside<'_, 'a>, DecodeError> {
        let (found, rest) = tuple_header(self.rest)?;
        if found != arity {
            return Err(DecodeError::Mismatch);
        }
        self.rest = rest;
        self.inside()
    }

    /// Begins to read a tuple of this atom and so many elements behind it: `{Name, ...}`. The same
    /// as [`read_tuple`](Self::read_tuple) and [`expect_atom`](Self::expect_atom), but faster.
    ///
    /// # Errors
    ///
    /// The next term is no such tuple, is nested too deep or has too many elements.
    #[inline(always)]
    pub fn read_tagged(
        &mut self,
        name: &str,
        elements: usize,
    ) -> Result<Inside<'_, 'a>, DecodeError> {
        let arity = elements + 1;
        if let (Ok(count), Ok(length)) = (u8::try_from(arity), u8::try_from(name.len())) {
            let header = [tag::SMALL_TUPLE, count, tag::SMALL_ATOM_UTF8, length];
            if let Some(rest) = self.rest.behind::<4, 8>(header, name) {
                self.rest = rest;
                return self.inside();
            }
        }
        self.rest = tagged(self.rest, name, arity)?;
        self.inside()
    }

    /// Begins to read a tuple, and tells how many elements it has.
    ///
    /// # Errors
    ///
    /// The next term is no tuple, is nested too deep or has too many elements.
    pub fn read_any_tuple(&mut self) -> Result<(usize, Inside<'_, 'a>), DecodeError> {
        let arity = self.tuple_header()?;
        Ok((arity, self.inside()?))
    }

    /// Reads a proper list; `element` is called for each element and reads it.
    ///
    /// # Errors
    ///
    /// The next term is no proper list, is nested too deep or has too many elements; or what
    /// `element` says.
    #[inline(always)]
    pub fn read_list(
        &mut self,
        element: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.read_improper(element, |reader| reader.end_of_list())
    }

    /// Reads a proper list into the beginning of `items`, and returns how many there were.
    ///
    /// # Errors
    ///
    /// The next term is no proper list, has more elements than there is room for, or is not within
    /// the limits; or an element is no `T`.
    #[inline(always)]
    pub fn read_list_into<T: FromEtf<'a>>(
        &mut self,
        items: &mut [T],
    ) -> Result<usize, DecodeError> {
        let count = match self.list_header()? {
            Token::List(count) => count,
            Token::String(bytes) => return self.nested(|_| string_into(bytes, items)),
            _ => return self.nested(|_| Ok(0)),
        };
        let items = items.get_mut(..count).ok_or(DecodeError::TooMany)?;
        // A reader whose address nobody else has stays in registers.
        let mut reader = self.clone();
        reader.nested(|reader| items.iter_mut().try_for_each(|item| reader.read_to(item)))?;
        *self = reader;
        self.end_of_list()?;
        Ok(count)
    }

    #[inline(always)]
    fn read_to<T: FromEtf<'a>>(&mut self, item: &mut T) -> Result<(), DecodeError> {
        *item = T::from_etf(self)?;
        Ok(())
    }

    #[inline(always)]
    fn end_of_list(&mut self) -> Result<(), DecodeError> {
        match self.rest.tag()? {
            tag::NIL => Ok(()),
            _ => Err(DecodeError::Improper),
        }
    }

    /// Reads a list that may be improper; `element` is called for each element and reads it, then
    /// `tail` reads what the list ends in, mostly the empty list.
    ///
    /// # Errors
    ///
    /// The next term is no list, is nested too deep or has too many elements; or what the functions
    /// say.
    #[inline(always)]
    pub fn read_improper<T>(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Result<(), DecodeError>,
        tail: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let (count, bytes) = match self.list_header()? {
            Token::List(count) => (count, None),
            Token::String(bytes) => (bytes.len(), Some(bytes)),
            _ => (0, Some([].as_slice())),
        };
        let read = |reader: &mut Self| {
            let behind = reader.rest;
            for index in 0..count {
                if let Some(bytes) = bytes {
                    reader.rest = byte_as_integer(bytes, index)?;
                }
                element(reader)?;
            }
            if bytes.is_none() {
                return tail(reader);
            }
            reader.rest = Cursor(&END);
            let tail = tail(reader)?;
            reader.rest = behind;
            Ok(tail)
        };
        // A reader whose address nobody else has stays in registers.
        let mut reader = self.clone();
        let read = reader.nested(read);
        *self = reader;
        read
    }

    /// Reads a map; `pair` is called for each pair and reads the key, then the value. Nothing looks
    /// for keys that come twice.
    ///
    /// # Errors
    ///
    /// The next term is no map, is nested too deep or has too many elements; or what `pair` says.
    pub fn read_map(
        &mut self,
        mut pair: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        let count = self.map_header()?;
        self.nested(|reader| (0..count).try_for_each(|_| pair(reader)))
    }

    #[inline(always)]
    fn inside(&mut self) -> Result<Inside<'_, 'a>, DecodeError> {
        self.depth = self.depth.checked_sub(1).ok_or(DecodeError::TooDeep)?;
        Ok(Inside(self))
    }

    /// Reads what is inside a tuple, a list or a map.
    #[inline(always)]
    pub(in crate::etf) fn nested<T>(
        &mut self,
        inside: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let mut reader = self.inside()?;
        inside(&mut reader)
    }

    pub(in crate::etf) fn tuple_header(&mut self) -> Result<usize, DecodeError> {
        let (arity, rest) = tuple_header(self.rest)?;
        self.rest = rest;
        self.charge(arity)?;
        Ok(arity)
    }

    /// Reads the header of a list: [`Token::List`], [`Token::String`] or [`Token::Nil`].
    #[inline]
    pub(in crate::etf) fn list_header(&mut self) -> Result<Token<'a>, DecodeError> {
        match self.rest.tag()? {
            tag::NIL => Ok(Token::Nil),
            tag::STRING => {
                let length = self.rest.half()?;
                let bytes = self.rest.take(length)?;
                self.charge(bytes.len())?;
                Ok(Token::String(bytes))
            }
            tag::LIST => {
                let count = fitting(self.rest.count()?, self.rest)?;
                self.charge(count)?;
                Ok(Token::List(count))
            }
            other => Err(not_of_type(other)),
        }
    }

    /// How many elements of a size to make room for at once, before any of them was read, where a
    /// list comes next: no more than there are, nor than 4 KiB.
    #[inline]
    pub(in crate::etf) fn elements_to_reserve(&self, size: usize) -> usize {
        let [tag::LIST, a, b, c, d, rest @ ..] = self.rest.0 else {
            return 0;
        };
        let count = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        count.min(rest.len()).min(4096 / size.max(1))
    }

    pub(in crate::etf) fn map_header(&mut self) -> Result<usize, DecodeError> {
        match self.rest.tag()? {
            tag::MAP => {}
            other => return Err(not_of_type(other)),
        }
        let count = self.rest.count()?;
        let elements = count.checked_mul(2).ok_or(DecodeError::Truncated)?;
        self.charge(fitting(elements, self.rest)?)?;
        Ok(count)
    }

    /// Takes note of elements to come.
    #[inline(always)]
    fn charge(&mut self, elements: usize) -> Result<(), DecodeError> {
        let left = self.elements.checked_sub(elements);
        self.elements = left.ok_or(DecodeError::TooMany)?;
        Ok(())
    }
}

/// A byte of a string, as if it stood there as an integer.
fn byte_as_integer(bytes: &[u8], index: usize) -> Result<Cursor<'static>, DecodeError> {
    let byte = bytes.get(index).ok_or(DecodeError::Truncated)?;
    let integer = BYTES.get(usize::from(*byte));
    Ok(Cursor(integer.ok_or(DecodeError::Range)?))
}

/// Reads each byte of a string as if it stood there as an integer.
#[cold]
fn string_into<'a, T: FromEtf<'a>>(bytes: &[u8], items: &mut [T]) -> Result<usize, DecodeError> {
    let items = items.get_mut(..bytes.len()).ok_or(DecodeError::TooMany)?;
    for (index, item) in items.iter_mut().enumerate() {
        let integer = byte_as_integer(bytes, index)?.0;
        *item = T::from_etf(&mut Reader::without_version(integer, &Limits::DEFAULT)?)?;
    }
    Ok(bytes.len())
}

#[inline(always)]
fn tuple_header(bytes: Cursor<'_>) -> Result<(usize, Cursor<'_>), DecodeError> {
    match bytes.0 {
        [tag::SMALL_TUPLE, arity, rest @ ..] => Ok((usize::from(*arity), Cursor(rest))),
        _ => large_tuple(bytes),
    }
}

/// What is behind the atom that a tuple of so many elements begins with, however both are encoded.
#[cold]
#[inline(never)]
fn tagged<'a>(bytes: Cursor<'a>, name: &str, arity: usize) -> Result<Cursor<'a>, DecodeError> {
    let (found, rest) = tuple_header(bytes)?;
    let (atom, rest) = any_atom(rest)?;
    if found == arity && atom.is(name) {
        Ok(rest)
    } else {
        Err(DecodeError::Mismatch)
    }
}

#[cold]
fn large_tuple(mut bytes: Cursor<'_>) -> Result<(usize, Cursor<'_>), DecodeError> {
    match bytes.tag()? {
        tag::SMALL_TUPLE => Err(DecodeError::Truncated),
        tag::LARGE_TUPLE => Ok((fitting(bytes.count()?, bytes)?, bytes)),
        other => Err(not_of_type(other)),
    }
}

/// A number of elements, each of which has at least one byte.
fn fitting(elements: usize, bytes: Cursor<'_>) -> Result<usize, DecodeError> {
    if elements > bytes.0.len() {
        return Err(DecodeError::Truncated);
    }
    Ok(elements)
}
