//! Integers: a byte, 32 bits, or as many bytes as it takes.

use super::{FULL, Part, Writer};
use crate::build::BuildError;
use crate::etf::{Form, tag};

/// The most bytes of an integer of 64 bits with its header.
const MAX: usize = 11;

impl Writer<'_> {
    #[inline(always)]
    pub(super) fn integer(&mut self, value: i64) -> Result<Part, BuildError> {
        if let Ok(byte) = u8::try_from(value) {
            return self.byte(byte);
        }
        if let Ok(word) = i32::try_from(value) {
            return self.word(word);
        }
        self.big(value.unsigned_abs(), u8::from(value < 0))
    }

    #[inline(always)]
    pub(super) fn natural(&mut self, value: u64) -> Result<Part, BuildError> {
        if let Ok(byte) = u8::try_from(value) {
            return self.byte(byte);
        }
        if let Ok(word) = i32::try_from(value) {
            return self.word(word);
        }
        self.big(value, 0)
    }

    #[inline(always)]
    fn byte(&mut self, byte: u8) -> Result<Part, BuildError> {
        let end = self.front;
        let [tag, value] = self.room()?;
        (*tag, *value) = (tag::SMALL_INTEGER, byte);
        Ok(self.push(end, Form::Byte))
    }

    #[inline(always)]
    fn word(&mut self, word: i32) -> Result<Part, BuildError> {
        let end = self.front;
        let [tag, bytes @ ..] = self.room::<5>()?;
        (*tag, *bytes) = (tag::INTEGER, word.to_be_bytes());
        Ok(self.push(end, Form::Other))
    }

    /// The bytes lowest first, without zeros at the top.
    #[inline(always)]
    fn big(&mut self, magnitude: u64, sign: u8) -> Result<Part, BuildError> {
        let end = self.front;
        let unused = magnitude.leading_zeros() / 8;
        let length = 8 - unused as u8;
        let header = [tag::SMALL_BIG, length, sign];
        let free = self.buffer.get_mut(..end).ok_or(FULL)?;
        let Some(last) = free.last_chunk_mut::<MAX>() else {
            let bytes = magnitude.to_le_bytes();
            self.put_slice(bytes.get(..usize::from(length)).ok_or(FULL)?)?;
            self.put(header)?;
            return Ok(self.push(end, Form::Other));
        };
        // The zeros at the top become bytes before the lowest, where the header goes.
        let bytes = (magnitude << (8 * unused)).to_le_bytes();
        if let Some(place) = last.last_chunk_mut() {
            *place = bytes;
        }
        let unused = unused as usize;
        if let Some(place) = last.get_mut(unused..unused + header.len()) {
            place.copy_from_slice(&header);
        }
        self.front = end - MAX + unused;
        Ok(self.push(end, Form::Other))
    }
}
