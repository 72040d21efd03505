//! Messages on their way in: bytes that were checked, straight into terms.

use avm_term::etf::{DecodeError, Encoded, Limits, Reader, Token};
use avm_term::{BuildError, Builder, IntoTerm};

use crate::atoms::Known;

/// Elements of a tuple that take no memory on their way.
const FEW: usize = 8;

/// A message whose bytes are well-formed and within the limits, as a term.
pub(crate) struct Decoded<'a, 'k, 'e> {
    pub(crate) term: Encoded<'a>,
    pub(crate) known: &'k Known<'k, 'e>,
}

impl IntoTerm for Decoded<'_, '_, '_> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        let reader = Reader::without_version(self.term.as_bytes(), &Limits::DEFAULT);
        let reader = reader.map_err(unfit)?;
        let known = self.known;
        Terms { reader, known, b }.next()
    }
}

/// What was checked is well-formed; what is left is what no VM has a term for.
fn unfit(_: DecodeError) -> BuildError {
    BuildError::Unrepresentable
}

/// Terms that are read one after the other.
struct Terms<'a, 'k, 'e, 'b, B> {
    reader: Reader<'a>,
    known: &'k Known<'k, 'e>,
    b: &'b mut B,
}

impl<B: Builder> Terms<'_, '_, '_, '_, B> {
    fn next(&mut self) -> Result<B::Part, BuildError> {
        match self.reader.read_token().map_err(unfit)? {
            Token::Integer(value) => self.integer(value),
            Token::Float(value) => self.b.float(value),
            Token::Atom(atom) => {
                let atom = self.known.find(atom).ok_or(BuildError::UnknownAtom)?;
                self.b.term(atom)
            }
            Token::Binary(bytes) => self.b.binary(bytes),
            Token::Nil => Ok(self.b.nil()),
            Token::String(bytes) => self.string(bytes),
            Token::Tuple(arity) => self.tuple(arity),
            Token::List(count) => self.list(count),
            Token::Map(count) => {
                let mut pairs = Vec::new();
                for _ in 0..count {
                    push(&mut pairs, (self.next()?, self.next()?))?;
                }
                self.b.map(&mut pairs)
            }
            // Of another node, or of no whole bytes.
            _ => Err(BuildError::Unrepresentable),
        }
    }

    fn integer(&mut self, value: i128) -> Result<B::Part, BuildError> {
        match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => self.b.signed(value),
            (_, Ok(value)) => self.b.unsigned(value),
            _ => Err(BuildError::Unrepresentable),
        }
    }

    fn string(&mut self, bytes: &[u8]) -> Result<B::Part, BuildError> {
        let mut list = self.b.nil();
        for byte in bytes.iter().rev() {
            let byte = self.b.unsigned((*byte).into())?;
            list = self.b.cell(byte, list)?;
        }
        Ok(list)
    }

    fn tuple(&mut self, arity: usize) -> Result<B::Part, BuildError> {
        if arity > FEW {
            let elements = self.several(arity)?;
            return self.b.tuple(&elements);
        }
        let mut elements = [self.b.nil(); FEW];
        for element in elements.iter_mut().take(arity) {
            *element = self.next()?;
        }
        self.b.tuple(elements.get(..arity).unwrap_or_default())
    }

    fn list(&mut self, count: usize) -> Result<B::Part, BuildError> {
        let elements = self.several(count)?;
        let mut list = self.next()?;
        for element in elements.into_iter().rev() {
            list = self.b.cell(element, list)?;
        }
        Ok(list)
    }

    fn several(&mut self, count: usize) -> Result<Vec<B::Part>, BuildError> {
        let mut parts = Vec::new();
        for _ in 0..count {
            push(&mut parts, self.next()?)?;
        }
        Ok(parts)
    }
}

fn push<T>(parts: &mut Vec<T>, part: T) -> Result<(), BuildError> {
    parts.try_reserve(1).map_err(|_| BuildError::OutOfMemory)?;
    parts.push(part);
    Ok(())
}
