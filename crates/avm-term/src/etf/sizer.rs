//! The pass that counts bytes.

use super::{Encoded, Form, MAX_ATOM_CHARACTERS, MAX_STRING};
use crate::Value;
use crate::atom::StaticAtom;
use crate::build::{BuildError, Builder, sealed};
use crate::into::IntoTerm;
use crate::term::{Pid, Term};

/// Adds up bytes, writes nothing.
#[derive(Debug, Default)]
pub(super) struct Sizer {
    /// A part that has no encoding was asked for where no error could be told.
    refused: bool,
}

/// How long an encoding is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    bytes: usize,
    form: Form,
}

impl Sizer {
    /// The bytes of the whole, its version too.
    pub(super) fn finish(&self, whole: Size) -> Result<usize, BuildError> {
        if self.refused {
            return Err(BuildError::Unrepresentable);
        }
        add(whole.bytes, 1)
    }
}

fn add(bytes: usize, more: usize) -> Result<usize, BuildError> {
    bytes.checked_add(more).ok_or(BuildError::OutOfMemory)
}

fn other(bytes: usize) -> Size {
    Size {
        bytes,
        form: Form::Other,
    }
}

/// The bytes of an integer that is no byte.
fn integer(magnitude: u64, fits_in_32_bits: bool) -> usize {
    if fits_in_32_bits {
        5
    } else {
        3 + (8 - magnitude.leading_zeros() as usize / 8)
    }
}

const BYTE: Size = Size {
    bytes: 2,
    form: Form::Byte,
};

impl sealed::Sealed for Sizer {}

impl Builder for Sizer {
    type Part = Size;

    const LAST_FIRST: bool = true;

    fn signed(&mut self, value: i64) -> Result<Size, BuildError> {
        if u8::try_from(value).is_ok() {
            return Ok(BYTE);
        }
        let small = i32::try_from(value).is_ok();
        Ok(other(integer(value.unsigned_abs(), small)))
    }

    fn unsigned(&mut self, value: u64) -> Result<Size, BuildError> {
        if u8::try_from(value).is_ok() {
            return Ok(BYTE);
        }
        Ok(other(integer(value, i32::try_from(value).is_ok())))
    }

    fn float(&mut self, _: f64) -> Result<Size, BuildError> {
        Ok(other(9))
    }

    fn atom(&mut self, atom: &'static StaticAtom) -> Result<Size, BuildError> {
        Ok(other(1 + atom.name().prefixed().len()))
    }

    fn existing_atom(&mut self, text: &str) -> Result<Size, BuildError> {
        let header = match text.len() {
            ..=255 => 2,
            _ if text.chars().count() <= MAX_ATOM_CHARACTERS => 3,
            _ => return Err(BuildError::Unrepresentable),
        };
        Ok(other(header + text.len()))
    }

    fn named_atom(&mut self, text: &'static str) -> Result<Size, BuildError> {
        self.existing_atom(text)
    }

    fn binary(&mut self, bytes: &[u8]) -> Result<Size, BuildError> {
        Ok(other(add(bytes.len(), 5)?))
    }

    fn tuple(&mut self, elements: &[Size]) -> Result<Size, BuildError> {
        let header = if elements.len() <= 255 { 2 } else { 5 };
        let mut sizes = elements.iter();
        Ok(other(
            sizes.try_fold(header, |sum, size| add(sum, size.bytes))?,
        ))
    }

    fn nil(&mut self) -> Size {
        Size {
            bytes: 1,
            form: Form::Nil,
        }
    }

    fn cell(&mut self, head: Size, tail: Size) -> Result<Size, BuildError> {
        let (form, bytes) = match (head.form, tail.form) {
            (Form::Byte, Form::Nil) => (Form::String, 4),
            (Form::Byte, Form::String) if tail.bytes < 3 + MAX_STRING => {
                (Form::String, tail.bytes + 1)
            }
            (_, Form::List) => (Form::List, add(head.bytes, tail.bytes)?),
            (_, Form::String) => {
                let cells = 2 * (tail.bytes - 3) + 1;
                (Form::List, add(5 + cells, head.bytes)?)
            }
            (_, Form::Nil | Form::Byte | Form::Other) => {
                (Form::List, add(add(5, head.bytes)?, tail.bytes)?)
            }
        };
        Ok(Size { bytes, form })
    }

    fn map(&mut self, pairs: &mut [(Size, Size)]) -> Result<Size, BuildError> {
        let mut pairs = pairs.iter();
        let sum = |sum, (key, value): &(Size, Size)| add(add(sum, key.bytes)?, value.bytes);
        Ok(other(pairs.try_fold(5, sum)?))
    }

    fn encoded(&mut self, encoded: Encoded<'_>) -> Result<Size, BuildError> {
        Ok(other(encoded.as_bytes().len()))
    }

    fn pid(&mut self, _: Pid) -> Size {
        self.no_term()
    }

    fn port(&mut self, _: u32) -> Result<Size, BuildError> {
        Err(BuildError::Unrepresentable)
    }

    fn term(&mut self, term: Term<'_>) -> Result<Size, BuildError> {
        let value: Value = term.get().map_err(|_| BuildError::Unrepresentable)?;
        value.build(self)
    }

    fn no_term(&mut self) -> Size {
        self.refused = true;
        self.nil()
    }
}
