//! Integers and floats.

use super::Reader;
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
        if let [tag::SMALL_INTEGER, byte, rest @ ..] = self.rest {
            self.rest = rest;
            return Ok(*byte);
        }
        narrow(self.read_integer()?)
    }

    /// Reads an integer of 0 to 65,535.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or out of this range.
    #[inline(always)]
    pub fn read_u16(&mut self) -> Result<u16, DecodeError> {
        let short: u32 = self.read_u32()?;
        u16::try_from(short).map_err(|_| DecodeError::Range)
    }

    /// Reads an integer of 0 to 4,294,967,295.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or out of this range.
    #[inline(always)]
    pub fn read_u32(&mut self) -> Result<u32, DecodeError> {
        match self.rest {
            [tag::SMALL_INTEGER, byte, rest @ ..] => {
                self.rest = rest;
                Ok((*byte).into())
            }
            [tag::INTEGER, a, b, c, d, rest @ ..] if *a < 0x80 => {
                self.rest = rest;
                Ok(u32::from_be_bytes([*a, *b, *c, *d]))
            }
            _ => narrow(self.read_integer()?),
        }
    }

    /// Reads an integer of 0 to 2 to the 64, less 1.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or out of this range.
    #[inline(always)]
    pub fn read_u64(&mut self) -> Result<u64, DecodeError> {
        // Eight bytes are read at once, where there are so many, and the highest dropped.
        if let [tag::SMALL_BIG, length @ 1..=8, 0, rest @ ..] = self.rest
            && let (Some(bytes), Some(rest)) =
                (rest.first_chunk(), rest.get(usize::from(*length)..))
        {
            self.rest = rest;
            return Ok(u64::from_le_bytes(*bytes) & (u64::MAX >> (64 - 8 * length)));
        }
        narrow(self.read_integer()?)
    }

    /// Reads an integer of 64 bits with a sign.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or out of this range.
    #[inline]
    pub fn read_i64(&mut self) -> Result<i64, DecodeError> {
        match self.rest {
            [tag::SMALL_INTEGER, byte, rest @ ..] => {
                self.rest = rest;
                Ok((*byte).into())
            }
            [tag::INTEGER, a, b, c, d, rest @ ..] => {
                self.rest = rest;
                Ok(i32::from_be_bytes([*a, *b, *c, *d]).into())
            }
            _ => narrow(self.read_integer()?),
        }
    }

    /// Reads an integer of 64 bits, with a sign or without, however it is encoded.
    ///
    /// # Errors
    ///
    /// The next term is no integer, or takes more bits.
    #[inline(never)]
    pub fn read_integer(&mut self) -> Result<i128, DecodeError> {
        let length = match self.tag()? {
            tag::SMALL_INTEGER => return Ok(self.take_chunk::<1>()?[0].into()),
            tag::INTEGER => return Ok(i32::from_be_bytes(self.take_chunk()?).into()),
            tag::SMALL_BIG => self.take_chunk::<1>()?[0].into(),
            tag::LARGE_BIG => self.word()?,
            other => return Err(Self::not_of_type(other)),
        };
        let [sign] = self.take_chunk()?;
        let digits = self.take(length)?;
        let magnitude = magnitude(digits)?;
        match sign {
            0 => Ok(magnitude.into()),
            1 if magnitude <= i64::MIN.unsigned_abs() => Ok(-i128::from(magnitude)),
            _ => Err(DecodeError::Range),
        }
    }

    /// Reads a float. It is finite; an integer is none.
    ///
    /// # Errors
    ///
    /// The next term is no float, or not finite.
    pub fn read_float(&mut self) -> Result<f64, DecodeError> {
        let value = match self.tag()? {
            tag::NEW_FLOAT => f64::from_be_bytes(self.take_chunk()?),
            tag::FLOAT => parse(&self.take_chunk::<FLOAT_TEXT>()?)?,
            other => return Err(Self::not_of_type(other)),
        };
        if value.is_finite() {
            Ok(value)
        } else {
            Err(DecodeError::Range)
        }
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
