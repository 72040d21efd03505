//! What a slot holds.

use crate::channel::{Regions, Reject};
use crate::legacy::{CmdPacket, IonPacket, Packet};
use crate::ring::Config;

/// Where the kind stands in a configuration's `features`.
pub(crate) const KIND_SHIFT: u32 = 24;

/// Plain bytes of one size, as they stand in a ring.
///
/// Any bytes are a slot: what a hostile peer leaves in one is a value, too.
pub trait Slot: Copy {
    /// The bytes of a slot: an array, of at least one.
    type Bytes: AsRef<[u8]> + AsMut<[u8]> + Copy;

    /// All of them 0.
    const ZERO: Self::Bytes;
    /// The number of the layout, which both sides must have.
    const KIND: u8;

    /// The slot as it stands in a ring.
    fn to_bytes(self) -> Self::Bytes;

    /// The slot that stands in a ring.
    fn from_bytes(bytes: &Self::Bytes) -> Self;

    /// Makes sure that what the slot hands over is there.
    ///
    /// # Errors
    ///
    /// It is not.
    fn check(&self, _regions: &Regions) -> Result<(), Reject> {
        Ok(())
    }

    /// What a side that moves such slots says of itself; `start` is where the
    /// count of its bytes begins, anywhere.
    fn config(start: u32) -> Config {
        Config {
            features: u32::from(Self::KIND) << KIND_SHIFT,
            max_frame: bytes_of::<Self>(),
            start,
        }
    }
}

/// Bytes of a slot.
#[inline(always)]
pub(crate) const fn bytes_of<S: Slot>() -> u32 {
    const { assert!(size_of::<S::Bytes>() > 0, "a slot has bytes") };
    size_of::<S::Bytes>() as u32
}

impl<const N: usize> Slot for [u8; N] {
    type Bytes = Self;

    const ZERO: Self = [0; N];
    const KIND: u8 = 0;

    #[inline(always)]
    fn to_bytes(self) -> Self {
        self
    }

    #[inline(always)]
    fn from_bytes(bytes: &Self) -> Self {
        *bytes
    }
}

impl Slot for IonPacket {
    type Bytes = [u8; 24];

    const ZERO: [u8; 24] = [0; 24];
    const KIND: u8 = 1;

    #[inline]
    fn to_bytes(self) -> [u8; 24] {
        as_bytes(self.to_words())
    }

    #[inline]
    fn from_bytes(bytes: &[u8; 24]) -> Self {
        Self::from_words(&as_words(bytes))
    }

    #[inline]
    fn check(&self, regions: &Regions) -> Result<(), Reject> {
        regions.span(self).map(|_| ())
    }
}

impl Slot for CmdPacket {
    type Bytes = [u8; 32];

    const ZERO: [u8; 32] = [0; 32];
    const KIND: u8 = 2;

    #[inline]
    fn to_bytes(self) -> [u8; 32] {
        as_bytes(self.to_words())
    }

    #[inline]
    fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self::from_words(&as_words(bytes))
    }
}

#[inline(always)]
fn as_bytes<const WORDS: usize, const BYTES: usize>(words: [u32; WORDS]) -> [u8; BYTES] {
    const { assert!(WORDS * 4 == BYTES) };
    let mut bytes = [0; BYTES];
    for (place, word) in bytes.as_chunks_mut().0.iter_mut().zip(words) {
        *place = word.to_ne_bytes();
    }
    bytes
}

#[inline(always)]
fn as_words<const WORDS: usize, const BYTES: usize>(bytes: &[u8; BYTES]) -> [u32; WORDS] {
    const { assert!(WORDS * 4 == BYTES) };
    let mut words = [0; WORDS];
    for (word, place) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = u32::from_ne_bytes(*place);
    }
    words
}
