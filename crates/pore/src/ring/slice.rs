//! Bytes in place.

use crate::memory::WORD;
use crate::ring::copy;
use crate::sync::Data;

/// Bytes that were granted and lie in one piece.
#[derive(Clone, Copy, Debug)]
pub struct Slice<'a> {
    words: &'a [Data],
    mask: usize,
    at: u32,
    len: u32,
}

/// Room that was claimed and lies in one piece.
#[derive(Debug)]
pub struct SliceMut<'a>(Slice<'a>);

impl<'a> Slice<'a> {
    /// What begins at `at`: the piece up to the end of the ring, and the rest.
    pub(crate) fn pair(words: &'a [Data], mask: usize, at: u32, len: u32) -> [Self; 2] {
        let bytes = mask.saturating_add(1).saturating_mul(WORD) as u32;
        let to_end = bytes.saturating_sub(at & bytes.wrapping_sub(1));
        let first = len.min(to_end);
        let piece = |at, len| Self {
            words,
            mask,
            at,
            len,
        };
        let rest = len.saturating_sub(first);
        [piece(at, first), piece(at.wrapping_add(first), rest)]
    }

    /// How many bytes.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where the first one is, for what reads memory by itself, such as DMA. The
    /// peer may write here at any time.
    #[cfg(not(avm_loom))]
    pub fn as_ptr(&self) -> *const u8 {
        self.address()
    }

    #[cfg(not(avm_loom))]
    fn address(&self) -> *mut u8 {
        let at = self.at as usize;
        let word = self.words.get((at / WORD) & self.mask);
        word.map_or(core::ptr::null_mut(), |word| {
            word.as_ptr().wrapping_add(at % WORD)
        })
    }

    /// Copies from the `skip`th byte on, as many as there are and as fit, and
    /// tells how many.
    pub fn copy_to(&self, skip: u32, bytes: &mut [u8]) -> usize {
        let fits = bytes.len().min(self.len.saturating_sub(skip) as usize);
        let bytes = bytes.get_mut(..fits).unwrap_or_default();
        copy::load(self.words, self.mask, self.at.wrapping_add(skip), bytes);
        fits
    }
}

impl<'a> SliceMut<'a> {
    pub(crate) fn new(slice: Slice<'a>) -> Self {
        Self(slice)
    }

    /// How many bytes there is room for.
    pub fn len(&self) -> u32 {
        self.0.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.len == 0
    }

    /// Where the first one is, for what writes memory by itself, such as DMA.
    #[cfg(not(avm_loom))]
    pub fn as_mut_ptr(&mut self) -> *mut u8 {
        self.0.address()
    }

    /// Writes from the `skip`th byte on, as many as there is room for, and tells
    /// how many.
    pub fn copy_from(&mut self, skip: u32, bytes: &[u8]) -> usize {
        let Slice {
            words,
            mask,
            at,
            len,
        } = self.0;
        let fits = bytes.len().min(len.saturating_sub(skip) as usize);
        let bytes = bytes.get(..fits).unwrap_or_default();
        copy::store(words, mask, at.wrapping_add(skip), bytes);
        fits
    }
}
