//! Bytes in and out of shared words, each word once.
//!
//! The data are words, and bytes lie in them as in memory. A copy loads or
//! stores every word that it touches once, as a whole; a word that is written
//! in part is loaded first, and the rest goes back as it was. `mask` is the
//! number of words less one, and what is beyond the words is left out: no
//! number that a caller gives can do worse than copy the wrong bytes.

use core::mem::take;

use crate::memory::WORD;
use crate::sync::Data;

/// The number of words of a ring, less one.
#[inline(always)]
pub(crate) const fn mask(capacity: u32) -> usize {
    (capacity as usize / WORD).saturating_sub(1)
}

/// The words from that of byte `at` on, up to the end of the ring.
#[inline(always)]
fn run(words: &[Data], mask: usize, at: u32) -> &[Data] {
    let first = (at as usize / WORD) & mask;
    words.get(first..=mask).unwrap_or_default()
}

/// Words that are copied without a look at each one's place, where words are wide: a
/// line of memory. Elsewhere it is code that costs more than it gives.
const LINE: usize = 8;
const IS_WIDE: bool = WORD == LINE;

/// The words for so many bytes, if those are whole words in one piece.
#[inline(always)]
fn piece(words: &[Data], mask: usize, at: u32, bytes: usize) -> Option<&[Data]> {
    let is_whole = (at as usize | bytes).is_multiple_of(WORD);
    let run = is_whole.then(|| run(words, mask, at))?;
    run.get(..bytes / WORD)
}

/// Copies whole words in one piece; false if it is something else.
#[inline(always)]
fn store_piece(words: &[Data], mask: usize, at: u32, bytes: &[u8]) -> bool {
    let Some(piece) = piece(words, mask, at, bytes.len()) else {
        return false;
    };
    let (lines, rest) = piece.as_chunks::<LINE>();
    let (chunks, _) = bytes.as_chunks::<WORD>();
    let (from, last) = chunks.as_chunks::<LINE>();
    for (line, from) in lines.iter().zip(from) {
        for (word, chunk) in line.iter().zip(from) {
            word.set(usize::from_ne_bytes(*chunk));
        }
    }
    for (word, chunk) in rest.iter().zip(last) {
        word.set(usize::from_ne_bytes(*chunk));
    }
    true
}

/// The same, out of the ring.
#[inline(always)]
fn load_piece(words: &[Data], mask: usize, at: u32, bytes: &mut [u8]) -> bool {
    let Some(piece) = piece(words, mask, at, bytes.len()) else {
        return false;
    };
    let (lines, rest) = piece.as_chunks::<LINE>();
    let (chunks, _) = bytes.as_chunks_mut::<WORD>();
    let (to, last) = chunks.as_chunks_mut::<LINE>();
    for (line, to) in lines.iter().zip(to) {
        for (word, chunk) in line.iter().zip(to) {
            *chunk = word.load().to_ne_bytes();
        }
    }
    for (word, chunk) in rest.iter().zip(last) {
        *chunk = word.load().to_ne_bytes();
    }
    true
}

/// Copies from private memory, from byte `at` on.
#[inline(always)]
pub(crate) fn store(words: &[Data], mask: usize, at: u32, bytes: &[u8]) {
    if !(IS_WIDE && store_piece(words, mask, at, bytes)) {
        store_any(words, mask, at, bytes);
    }
}

fn store_any(words: &[Data], mask: usize, mut at: u32, mut bytes: &[u8]) {
    while let (false, [first, ..]) = (bytes.is_empty(), run(words, mask, at)) {
        let offset = at as usize % WORD;
        let (whole, _) = bytes.as_chunks::<WORD>();
        let count = if offset == 0 && !whole.is_empty() {
            let run = run(words, mask, at);
            for (word, chunk) in run.iter().zip(whole) {
                word.set(usize::from_ne_bytes(*chunk));
            }
            run.len().min(whole.len()) * WORD
        } else {
            merge(first, offset, bytes)
        };
        bytes = bytes.get(count..).unwrap_or_default();
        at = at.wrapping_add(count as u32);
    }
}

/// Writes up to the end of a word, and tells how many bytes.
fn merge(word: &Data, offset: usize, bytes: &[u8]) -> usize {
    let mut whole = word.load().to_ne_bytes();
    let places = whole.iter_mut().skip(offset);
    let count = places
        .zip(bytes)
        .map(|(place, byte)| *place = *byte)
        .count();
    word.set(usize::from_ne_bytes(whole));
    count
}

/// Copies to private memory, from byte `at` on.
#[inline(always)]
pub(crate) fn load(words: &[Data], mask: usize, at: u32, bytes: &mut [u8]) {
    if !(IS_WIDE && load_piece(words, mask, at, bytes)) {
        load_any(words, mask, at, bytes);
    }
}

fn load_any(words: &[Data], mask: usize, mut at: u32, mut bytes: &mut [u8]) {
    while let (false, [first, ..]) = (bytes.is_empty(), run(words, mask, at)) {
        let offset = at as usize % WORD;
        let (whole, _) = bytes.as_chunks_mut::<WORD>();
        let count = if offset == 0 && !whole.is_empty() {
            let run = run(words, mask, at);
            let count = run.len().min(whole.len()) * WORD;
            for (word, chunk) in run.iter().zip(whole) {
                *chunk = word.load().to_ne_bytes();
            }
            count
        } else {
            part(first, offset, bytes)
        };
        bytes = take(&mut bytes).get_mut(count..).unwrap_or_default();
        at = at.wrapping_add(count as u32);
    }
}

/// Reads up to the end of a word, and tells how many bytes.
fn part(word: &Data, offset: usize, bytes: &mut [u8]) -> usize {
    let whole = word.load().to_ne_bytes();
    let there = whole.iter().skip(offset);
    bytes
        .iter_mut()
        .zip(there)
        .map(|(byte, there)| *byte = *there)
        .count()
}
