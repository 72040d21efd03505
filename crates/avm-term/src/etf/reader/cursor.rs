//! Bytes that are taken from their beginning.

use crate::etf::{DecodeError, tag};

/// Bytes that are taken from their beginning. Small enough to be handed on by value, so that the
/// reader around it can stay in registers.
#[derive(Clone, Copy, Debug)]
pub(in crate::etf) struct Cursor<'a>(pub(in crate::etf) &'a [u8]);

impl<'a> Cursor<'a> {
    #[inline(always)]
    pub(in crate::etf) fn tag(&mut self) -> Result<u8, DecodeError> {
        let [tag] = self.chunk()?;
        Ok(tag)
    }

    #[inline(always)]
    pub(in crate::etf) fn half(&mut self) -> Result<u16, DecodeError> {
        self.chunk().map(u16::from_be_bytes)
    }

    #[inline(always)]
    pub(in crate::etf) fn word(&mut self) -> Result<u32, DecodeError> {
        self.chunk().map(u32::from_be_bytes)
    }

    /// A word that counts bytes or elements.
    pub(in crate::etf) fn count(&mut self) -> Result<usize, DecodeError> {
        // Where addresses have 16 bits it may not fit; the bytes are too few then.
        usize::try_from(self.word()?).map_err(|_| DecodeError::Truncated)
    }

    #[inline(always)]
    pub(in crate::etf) fn chunk<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (chunk, rest) = self.0.split_first_chunk().ok_or(DecodeError::Truncated)?;
        self.0 = rest;
        Ok(*chunk)
    }

    /// What is behind a header and a text, if they come next. The first `WORD` bytes are compared
    /// at once, if there are so many.
    #[inline(always)]
    pub(in crate::etf) fn behind<const HEADER: usize, const WORD: usize>(
        self,
        header: [u8; HEADER],
        text: &str,
    ) -> Option<Self> {
        let text = text.as_bytes();
        let (found, rest) = self.0.split_at_checked(HEADER + text.len())?;
        let is_found = match (
            found.split_first_chunk(),
            text.split_at_checked(WORD - HEADER),
        ) {
            (Some((word, others)), Some((begin, end))) => {
                let mut expected = [0; WORD];
                let (into_header, into_text) = expected.split_at_mut(HEADER);
                into_header.copy_from_slice(&header);
                into_text.copy_from_slice(begin);
                *word == expected && others == end
            }
            _ => found.strip_prefix(&header) == Some(text),
        };
        is_found.then_some(Self(rest))
    }

    #[inline(always)]
    pub(in crate::etf) fn take(&mut self, length: impl Into<u32>) -> Result<&'a [u8], DecodeError> {
        let length = usize::try_from(length.into()).map_err(|_| DecodeError::Truncated)?;
        let split = self.0.split_at_checked(length);
        let (bytes, rest) = split.ok_or(DecodeError::Truncated)?;
        self.0 = rest;
        Ok(bytes)
    }
}

/// The error for a term that begins with this byte and is not what was asked for.
#[cold]
pub(in crate::etf) fn not_of_type(tag: u8) -> DecodeError {
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
