//! Bytes in and out of shared words, each word once.
//!
//! The data are words, and bytes lie in them as in memory. A copy loads or
//! stores every word that it touches once, as a whole; a word that is written
//! in part is loaded first, and the rest goes back as it was. `mask` is the
//! number of words less one, and what is beyond the words is left out: no
//! number that a caller gives can do worse than copy the wrong bytes.

use crate::memory::WORD;
use crate::sync::Data;

/// The number of words of a ring, less one.
#[inline(always)]
pub(crate) const fn mask(capacity: u32) -> usize {
    (capacity as usize / WORD).saturating_sub(1)
}

/// Bytes up to the next border of a word.
#[inline(always)]
const fn to_border(offset: usize) -> usize {
    WORD.wrapping_sub(offset) % WORD
}

/// The words from the `index`th on, and those that follow after the wrap.
#[inline(always)]
fn runs(words: &[Data], index: usize, mask: usize) -> (&[Data], &[Data]) {
    let words = words.get(..=mask).unwrap_or(words);
    let (before, after) = words.split_at_checked(index & mask).unwrap_or_default();
    (after, before)
}

/// Copies from private memory, from byte `at` on.
#[inline]
pub(crate) fn store(words: &[Data], mask: usize, at: u32, bytes: &[u8]) {
    let (mut index, offset) = (at as usize / WORD, at as usize % WORD);
    let head = bytes.split_at_checked(to_border(offset));
    let (head, rest) = head.unwrap_or((bytes, &[]));
    if let (false, Some(word)) = (head.is_empty(), words.get(index & mask)) {
        merge(word, offset, head);
        index = index.wrapping_add(1);
    }
    let (whole, tail) = rest.as_chunks::<WORD>();
    let (here, wrapped) = runs(words, index, mask);
    let (first, second) = whole.split_at_checked(here.len()).unwrap_or((whole, &[]));
    store_whole(here, first);
    store_whole(wrapped, second);
    let last = index.wrapping_add(whole.len()) & mask;
    if let (false, Some(word)) = (tail.is_empty(), words.get(last)) {
        merge(word, 0, tail);
    }
}

#[inline(always)]
fn store_whole(words: &[Data], chunks: &[[u8; WORD]]) {
    for (word, chunk) in words.iter().zip(chunks) {
        word.set(usize::from_ne_bytes(*chunk));
    }
}

fn merge(word: &Data, offset: usize, bytes: &[u8]) {
    let mut whole = word.load().to_ne_bytes();
    for (place, byte) in whole.iter_mut().skip(offset).zip(bytes) {
        *place = *byte;
    }
    word.set(usize::from_ne_bytes(whole));
}

/// Copies to private memory, from byte `at` on.
#[inline]
pub(crate) fn load(words: &[Data], mask: usize, at: u32, bytes: &mut [u8]) {
    let (mut index, offset) = (at as usize / WORD, at as usize % WORD);
    let head = to_border(offset).min(bytes.len());
    let (head, rest) = bytes.split_at_mut_checked(head).unwrap_or_default();
    if let (false, Some(word)) = (head.is_empty(), words.get(index & mask)) {
        part(word, offset, head);
        index = index.wrapping_add(1);
    }
    let (whole, tail) = rest.as_chunks_mut::<WORD>();
    let last = index.wrapping_add(whole.len()) & mask;
    let (here, wrapped) = runs(words, index, mask);
    let first = here.len().min(whole.len());
    let (first, second) = whole.split_at_mut_checked(first).unwrap_or_default();
    load_whole(here, first);
    load_whole(wrapped, second);
    if let (false, Some(word)) = (tail.is_empty(), words.get(last)) {
        part(word, 0, tail);
    }
}

#[inline(always)]
fn load_whole(words: &[Data], chunks: &mut [[u8; WORD]]) {
    for (word, chunk) in words.iter().zip(chunks) {
        *chunk = word.load().to_ne_bytes();
    }
}

fn part(word: &Data, offset: usize, bytes: &mut [u8]) {
    let whole = word.load().to_ne_bytes();
    for (byte, place) in bytes.iter_mut().zip(whole.iter().skip(offset)) {
        *byte = *place;
    }
}
