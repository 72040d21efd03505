//! Tuples, lists and maps.

use super::Reader;
use crate::etf::{DecodeError, Token, tag};

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

impl<'a> Reader<'a> {
    /// Reads a tuple of so many elements; `elements` reads each of them.
    ///
    /// # Errors
    ///
    /// The next term is no tuple of so many elements, is nested too deep or has too many elements;
    /// or what `elements` says.
    #[inline(always)]
    pub fn read_tuple<T>(
        &mut self,
        arity: usize,
        elements: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        if self.tuple_header()? != arity {
            return Err(DecodeError::Mismatch);
        }
        self.nested(elements)
    }

    /// Reads a tuple of any number of elements; `elements` is told the number and reads each.
    ///
    /// # Errors
    ///
    /// The next term is no tuple, is nested too deep or has too many elements; or what `elements`
    /// says.
    pub fn read_any_tuple<T>(
        &mut self,
        elements: impl FnOnce(&mut Self, usize) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let arity = self.tuple_header()?;
        self.nested(|reader| elements(reader, arity))
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
        self.read_improper(element, |reader| match reader.tag()? {
            tag::NIL => Ok(()),
            _ => Err(DecodeError::Improper),
        })
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
        let bytes = match self.list_header()? {
            Token::List(count) => {
                return self.nested(|reader| {
                    for _ in 0..count {
                        element(reader)?;
                    }
                    tail(reader)
                });
            }
            Token::String(bytes) => bytes,
            _ => &[],
        };
        self.nested(|reader| {
            // Each byte is read as if it stood there as an integer.
            let rest = reader.rest;
            for byte in bytes {
                reader.rest = BYTES.get(usize::from(*byte)).ok_or(DecodeError::Range)?;
                element(reader)?;
            }
            reader.rest = &END;
            let tail = tail(reader)?;
            reader.rest = rest;
            Ok(tail)
        })
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

    /// Reads what is inside a tuple, a list or a map.
    #[inline(always)]
    pub(in crate::etf) fn nested<T>(
        &mut self,
        inside: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        self.depth = self.depth.checked_sub(1).ok_or(DecodeError::TooDeep)?;
        let read = inside(self)?;
        self.depth += 1;
        Ok(read)
    }

    #[inline(always)]
    pub(in crate::etf) fn tuple_header(&mut self) -> Result<usize, DecodeError> {
        let arity = if let [tag::SMALL_TUPLE, arity, rest @ ..] = self.rest {
            self.rest = rest;
            usize::from(*arity)
        } else {
            self.large_tuple()?
        };
        self.count(arity)
    }

    #[cold]
    fn large_tuple(&mut self) -> Result<usize, DecodeError> {
        match self.tag()? {
            tag::SMALL_TUPLE => Err(DecodeError::Truncated),
            tag::LARGE_TUPLE => self.long(),
            other => Err(Self::not_of_type(other)),
        }
    }

    /// Reads the header of a list: [`Token::List`], [`Token::String`] or [`Token::Nil`].
    #[inline]
    pub(in crate::etf) fn list_header(&mut self) -> Result<Token<'a>, DecodeError> {
        match self.tag()? {
            tag::NIL => Ok(Token::Nil),
            tag::STRING => {
                let length = self.half()?;
                let bytes = self.take(length)?;
                self.elements = self
                    .elements
                    .checked_sub(bytes.len())
                    .ok_or(DecodeError::TooMany)?;
                Ok(Token::String(bytes))
            }
            tag::LIST => {
                let count = self.long()?;
                Ok(Token::List(self.count(count)?))
            }
            other => Err(Self::not_of_type(other)),
        }
    }

    pub(in crate::etf) fn map_header(&mut self) -> Result<usize, DecodeError> {
        match self.tag()? {
            tag::MAP => {}
            other => return Err(Self::not_of_type(other)),
        }
        let count = self.long()?;
        let elements = count.checked_mul(2).ok_or(DecodeError::Truncated)?;
        self.count(elements)?;
        Ok(count)
    }

    fn long(&mut self) -> Result<usize, DecodeError> {
        // Where addresses have 16 bits the bytes are too few.
        usize::try_from(self.word()?).map_err(|_| DecodeError::Truncated)
    }

    /// Takes note of elements to come, each of which has at least one byte.
    #[inline(always)]
    fn count(&mut self, elements: usize) -> Result<usize, DecodeError> {
        if elements > self.rest.len() {
            return Err(DecodeError::Truncated);
        }
        let left = self.elements.checked_sub(elements);
        self.elements = left.ok_or(DecodeError::TooMany)?;
        Ok(elements)
    }
}
