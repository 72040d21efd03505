//! One step through a term whose type is not known.

use super::reader::not_of_type;
use super::{Atom, DecodeError, Export, Pid, Port, Reader, Reference, tag};

/// What a term begins with. Of a tuple, a list or a map it is the header; the elements come as
/// tokens of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Token<'a> {
    /// An integer of at most 64 bits and a sign, or of 64 bits without.
    Integer(i128),
    /// A float; it is finite.
    Float(f64),
    /// An atom.
    Atom(Atom<'a>),
    /// A binary.
    Binary(&'a [u8]),
    /// A bitstring that is no binary: its bytes, and how many bits of the last one count, 1 to 7
    /// from the highest.
    Bits(&'a [u8], u8),
    /// A tuple of so many elements, which come next.
    Tuple(usize),
    /// A list of so many elements, which come next; then its tail, mostly [`Token::Nil`].
    List(usize),
    /// A list of these bytes, of which no tokens come.
    String(&'a [u8]),
    /// The empty list.
    Nil,
    /// A map of so many pairs; a key and its value come next, in turn.
    Map(usize),
    /// A pid.
    Pid(Pid<'a>),
    /// A port.
    Port(Port<'a>),
    /// A reference.
    Reference(Reference<'a>),
    /// A function by its name.
    Export(Export<'a>),
}

impl<'a> Reader<'a> {
    /// Reads the next step through a term. Depth is not counted here, as a token says nothing
    /// about where a tuple ends; elements are.
    ///
    /// # Errors
    ///
    /// What comes next is no term, or none that the limits allow.
    pub fn read_token(&mut self) -> Result<Token<'a>, DecodeError> {
        Ok(match self.peek()? {
            tag::SMALL_INTEGER | tag::INTEGER | tag::SMALL_BIG | tag::LARGE_BIG => {
                Token::Integer(self.read_integer()?)
            }
            tag::NEW_FLOAT | tag::FLOAT => Token::Float(self.read_float()?),
            tag::ATOM | tag::SMALL_ATOM | tag::ATOM_UTF8 | tag::SMALL_ATOM_UTF8 => {
                Token::Atom(self.read_atom()?)
            }
            tag::BINARY => Token::Binary(self.read_binary()?),
            tag::BIT_BINARY => self.bits()?,
            tag::SMALL_TUPLE | tag::LARGE_TUPLE => Token::Tuple(self.tuple_header()?),
            tag::NIL | tag::STRING | tag::LIST => self.list_header()?,
            tag::MAP => Token::Map(self.map_header()?),
            tag::PID | tag::NEW_PID => Token::Pid(self.read_pid()?),
            tag::PORT | tag::NEW_PORT | tag::V4_PORT => Token::Port(self.read_port()?),
            tag::REFERENCE | tag::NEW_REFERENCE | tag::NEWER_REFERENCE => {
                Token::Reference(self.read_reference()?)
            }
            tag::EXPORT => Token::Export(self.read_export()?),
            other => return Err(not_of_type(other)),
        })
    }

    /// Reads a bitstring; one of whole bytes is a binary.
    fn bits(&mut self) -> Result<Token<'a>, DecodeError> {
        let [_, a, b, c, d, bits] = self.rest.chunk()?;
        let bytes = self.rest.take(u32::from_be_bytes([a, b, c, d]))?;
        match bits {
            8 => Ok(Token::Binary(bytes)),
            1..8 if !bytes.is_empty() => Ok(Token::Bits(bytes, bits)),
            _ => Err(DecodeError::Range),
        }
    }

    /// Passes over a term, and checks it as if it were read: its atoms, its depth, its elements.
    /// That a map has each key once is not checked.
    ///
    /// # Errors
    ///
    /// What comes next is no term, or none that the limits allow.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        let terms = match self.read_token()? {
            Token::Tuple(count) => count,
            // The tail is one more.
            Token::List(count) => count + 1,
            // As many as the bytes have room for, so this does not overflow.
            Token::Map(count) => 2 * count,
            Token::String(_) => return self.nested(|_| Ok(())),
            _ => return Ok(()),
        };
        self.nested(|reader| (0..terms).try_for_each(|_| reader.skip()))
    }
}
