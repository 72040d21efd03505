//! The two halves of a buffer that a DMA plays over and over.

use core::sync::atomic::{AtomicU16, Ordering};

use class_audio::{Depth, Format, PathEvent};

use crate::samples;

/// Bits of a sample's slot on the wires: 16 or 32.
///
/// # Examples
///
/// ```
/// use class_audio::Depth;
///
/// assert_eq!(platform_bare::slot_bits(Depth::Bits24), 32);
/// ```
#[must_use]
pub const fn slot_bits(depth: Depth) -> u8 {
    match depth {
        Depth::Bits16 => 16,
        Depth::Bits24 | Depth::Bits32 => 32,
    }
}

/// A buffer of `WORDS` words for an I2S controller that takes 16 bits at a
/// time: two halves of an eighth of that in frames, of which slots of 16 bits
/// leave half of the words unused.
///
/// It is made of atomics, so that a DMA may read what an interrupt writes.
#[derive(Debug)]
pub struct Halves<const WORDS: usize>([AtomicU16; WORDS]);

impl<const WORDS: usize> Halves<WORDS> {
    /// Frames of a half.
    pub const FRAMES: usize = WORDS / 8;

    /// Silence. Usable as a `static`.
    #[must_use]
    pub const fn new() -> Self {
        Self([const { AtomicU16::new(0) }; WORDS])
    }

    /// Both halves, one after the other: what the DMA reads.
    pub fn words(&self, depth: Depth) -> &[AtomicU16] {
        self.0.get(..2 * half(WORDS, depth)).unwrap_or_default()
    }

    /// Silence again.
    pub fn silence(&self) {
        self.0
            .iter()
            .for_each(|word| word.store(0, Ordering::Relaxed));
    }

    /// Overwrites the half that has been played, with at most
    /// [`FRAMES`](Self::FRAMES) frames.
    pub fn fill(&self, event: PathEvent, format: Format, frames: &[u8]) {
        let count = half(WORDS, format.depth);
        let (first, second) = self.0.split_at(count);
        let mut words = match event {
            PathEvent::Half => first,
            PathEvent::Complete => second,
        }
        .iter()
        .take(count);
        let mut put = |bits: u32| {
            if let Some(word) = words.next() {
                word.store(bits as u16, Ordering::Relaxed);
            }
        };
        samples(format, frames, |sample| {
            // The upper half of a slot goes first.
            put(sample >> 16);
            if slot_bits(format.depth) == 32 {
                put(sample);
            }
        });
    }
}

/// Words of a half.
const fn half(words: usize, depth: Depth) -> usize {
    match slot_bits(depth) {
        16 => words / 4,
        _ => words / 2,
    }
}

impl<const WORDS: usize> Default for Halves<WORDS> {
    fn default() -> Self {
        Self::new()
    }
}

/// Lays frames out for a controller that takes bytes, two slots a frame, little
/// endian; what does not fit is left out.
///
/// # Examples
///
/// ```
/// use class_audio::{Channels, Depth, Format};
///
/// let format = Format { rate_hz: 48_000, depth: Depth::Bits24, channels: Channels::Mono };
/// let mut bytes = [0xFF; 8];
/// platform_bare::slots(format, &[1, 2, 3], &mut bytes);
/// assert_eq!(bytes, [0, 1, 2, 3, 0, 1, 2, 3]);
/// ```
pub fn slots(format: Format, frames: &[u8], bytes: &mut [u8]) {
    let width = usize::from(slot_bits(format.depth)) / 8;
    let mut slots = bytes.chunks_exact_mut(width);
    samples(format, frames, |sample| {
        if let Some(slot) = slots.next() {
            slot.copy_from_slice(&sample.to_le_bytes()[4 - width..]);
        }
    });
}
