//! Integers and floats.

use super::{Cursor, Reader, not_of_type};
use crate::etf::{DecodeError, tag};

/// The bytes of a float as text.
const FLOAT_TEXT: usize = 31;

impl<'a> Reader<'a> {
    /// Reads an integer of 0 to 255.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or out of this range.
    #[inline(always)]
    pub fn read_u8(&mut self) -> Result<u8, DecodeError> {
        if let [tag::SMALL_INTEGER, byte, rest @ ..] = self.rest.0 {
            self.rest = Cursor(rest);
            return Ok(*byte);
        }
        narrow(self.slow_integer()?)
    }

    /// Reads an integer of 0 to 65,535.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or out of this range.
    #[inline(always)]
    pub fn read_u16(&mut self) -> Result<u16, DecodeError> {
        // A negative number has its highest bit, so it does not pass for one of 16.
        let (word, rest) = match byte_or_word(self.rest) {
            Some(found) => found,
            None => wide(self.rest)?,
        };
        self.rest = rest;
        if word > u16::MAX.into() {
            return Err(DecodeError::Range);
        }
        Ok(word as u16)
    }

    /// Reads an integer of 0 to 4,294,967,295.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or out of this range.
    #[inline(always)]
    pub fn read_u32(&mut self) -> Result<u32, DecodeError> {
        let (word, rest) = match byte_or_word(self.rest) {
            Some(found @ (..0x8000_0000, _)) => found,
            _ => wide(self.rest)?,
        };
        self.rest = rest;
        Ok(word)
    }

    /// Reads an integer of 0 to 2 to the 64, less 1.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or out of this range.
    #[inline(always)]
    pub fn read_u64(&mut self) -> Result<u64, DecodeError> {
        // Eight bytes are read at once, where there are so many, and the highest dropped.
        if let Some([tag::SMALL_BIG, length, sign, bytes @ ..]) = self.rest.0.first_chunk::<11>()
            // One look at both: of 1 to 8 bytes, and positive.
            && let length @ 1..=8 = u16::from_le_bytes([*length, *sign])
            && let Some(rest) = self.rest.0.get(3 + usize::from(length)..)
        {
            self.rest = Cursor(rest);
            return Ok(u64::from_le_bytes(*bytes) & (u64::MAX >> (64 - 8 * length)));
        }
        narrow(self.slow_integer()?)
    }

    /// Reads an integer of 64 bits with a sign.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or out of this range.
    #[inline]
    pub fn read_i64(&mut self) -> Result<i64, DecodeError> {
        match self.rest.0 {
            [tag::SMALL_INTEGER, byte, rest @ ..] => {
                self.rest = Cursor(rest);
                Ok((*byte).into())
            }
            [tag::INTEGER, a, b, c, d, rest @ ..] => {
                self.rest = Cursor(rest);
                Ok(i32::from_be_bytes([*a, *b, *c, *d]).into())
            }
            _ => narrow(self.slow_integer()?),
        }
    }

    /// Reads an integer of 64 bits, with a sign or without, however it is encoded.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or takes more bits.
    pub fn read_integer(&mut self) -> Result<i128, DecodeError> {
        self.slow_integer()
    }

    #[inline(always)]
    fn slow_integer(&mut self) -> Result<i128, DecodeError> {
        let (integer, rest) = integer(self.rest)?;
        self.rest = rest;
        Ok(integer)
    }

    /// Reads a float. It is finite; an integer is none.
    ///
    /// # Errors
    ///
    /// The next term is no float, or not finite.
    pub fn read_float(&mut self) -> Result<f64, DecodeError> {
        let value = match self.rest.tag()? {
            tag::NEW_FLOAT => f64::from_be_bytes(self.rest.chunk()?),
            tag::FLOAT => parse(&self.rest.chunk::<FLOAT_TEXT>()?)?,
            other => return Err(not_of_type(other)),
        };
        if value.is_finite() {
            Ok(value)
        } else {
            Err(DecodeError::Range)
        }
    }
}

/// A byte, or the 32 bits of an integer with a sign, and what is behind it; `None` near the end,
/// so that one look at the length is enough.
#[inline(always)]
fn byte_or_word(bytes: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    match (bytes.0.split_first_chunk::<5>()?, bytes.0) {
        (([tag::INTEGER, word @ ..], rest), _) => Some((u32::from_be_bytes(*word), Cursor(rest))),
        (_, [tag::SMALL_INTEGER, byte, rest @ ..]) => Some(((*byte).into(), Cursor(rest))),
        _ => None,
    }
}

/// An integer of 32 bits without a sign, however it is encoded, and what is behind it.
#[cold]
#[inline(never)]
fn wide(bytes: Cursor<'_>) -> Result<(u32, Cursor<'_>), DecodeError> {
    let (integer, rest) = integer(bytes)?;
    Ok((narrow(integer)?, rest))
}

/// An integer however it is encoded, and what is behind it.
#[cold]
#[inline(never)]
fn integer(mut bytes: Cursor<'_>) -> Result<(i128, Cursor<'_>), DecodeError> {
    let length = match bytes.tag()? {
        tag::SMALL_INTEGER => {
            let [byte] = bytes.chunk()?;
            return Ok((byte.into(), bytes));
        }
        tag::INTEGER => return Ok((i32::from_be_bytes(bytes.chunk()?).into(), bytes)),
        tag::SMALL_BIG => bytes.tag()?.into(),
        tag::LARGE_BIG => bytes.word()?,
        other => return Err(not_of_type(other)),
    };
    let sign = bytes.tag()?;
    let magnitude = magnitude(bytes.take(length)?)?;
    match sign {
        0 => Ok((magnitude.into(), bytes)),
        1 if magnitude <= i64::MIN.unsigned_abs() => Ok((-i128::from(magnitude), bytes)),
        _ => Err(DecodeError::Range),
    }
}

#[inline(always)]
fn narrow<T: TryFrom<i128>>(value: i128) -> Result<T, DecodeError> {
    T::try_from(value).map_err(|_| DecodeError::Range)
}

/// The value of digits to the base 256, lowest first; those above 64 bits must be zeros.
fn magnitude(digits: &[u8]) -> Result<u64, DecodeError> {
    let (low, high) = digits.split_at(digits.len().min(8));
    if high.iter().any(|digit| *digit != 0) {
        return Err(DecodeError::Range);
    }
    let add = |sum: u64, digit: &u8| sum << 8 | u64::from(*digit);
    Ok(low.iter().rev().fold(0, add))
}

/// Reads a float as C prints it, filled up with zeros.
fn parse(text: &[u8]) -> Result<f64, DecodeError> {
    let end = text.iter().position(|byte| *byte == 0);
    let text = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    let is_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let text = Some(text).filter(|text| text.iter().all(is_number));
    let text = core::str::from_utf8(text.ok_or(DecodeError::Text)?);
    text.ok()
        .and_then(|text| text.parse().ok())
        .ok_or(DecodeError::Text)
}
