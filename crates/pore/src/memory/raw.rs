//! A side without manners: every word of a region, as it is.

use crate::layout::Field;
use crate::memory::{WORD, Writable};
use crate::sync::Data;

/// Writes what it likes into a region, as a hostile peer would.
///
/// For tests of what stands on a pore. No rule of the protocol is kept.
#[derive(Clone, Debug)]
pub struct Raw<O>(pub O);

impl<O: Writable> Raw<O> {
    /// Reads a word of the header.
    pub fn load(&self, field: Field) -> u32 {
        self.0.view().header.word(field).load()
    }

    /// Writes a word of the header.
    pub fn store(&self, field: Field, value: u32) {
        self.0.view().header.word(field).set(value);
    }

    /// Writes one of the data's words, each as long as a `usize`; those beyond
    /// the end are not there.
    pub fn scribble(&self, word: usize, value: usize) {
        if let Some(data) = self.0.view().data.get(word) {
            data.set(value);
        }
    }

    /// Reads one of the data's words; those beyond the end are 0.
    pub fn peek(&self, word: usize) -> usize {
        self.0.view().data.get(word).map_or(0, Data::load)
    }

    /// How many words of data there are.
    pub fn data_words(&self) -> usize {
        self.0.view().data_bytes() / WORD
    }
}
