//! From frames of samples to the words that the transmitter shifts out.

use core::sync::atomic::{AtomicU32, Ordering};

use class_audio::{Channels, Depth, Format};

/// Bits of a sample on the wires: what is deeper than 16 goes out as 32.
#[must_use]
pub const fn wire_bits(depth: Depth) -> u8 {
    match depth {
        Depth::Bits16 => 16,
        Depth::Bits24 | Depth::Bits32 => 32,
    }
}

/// Words of a frame on the wires.
#[must_use]
pub const fn frame_words(depth: Depth) -> usize {
    wire_bits(depth) as usize / 16
}

/// Turns frames into words: the left sample first and the highest bit first,
/// what is less deep than the wire filled up with zeros below, and a frame of
/// one channel twice.
///
/// # Examples
///
/// ```
/// use core::sync::atomic::{AtomicU32, Ordering};
/// use class_audio::{Channels, Depth, Format};
///
/// let format = Format { rate_hz: 44_100, depth: Depth::Bits16, channels: Channels::Stereo };
/// let words = [const { AtomicU32::new(0) }; 1];
/// platform_rp2040::to_words(format, &[0x01, 0x80, 0xFE, 0x7F], &words);
/// assert_eq!(words[0].load(Ordering::Relaxed), 0x8001_7FFE);
/// ```
pub fn to_words(format: Format, frames: &[u8], words: &[AtomicU32]) {
    let of_frame = frame_words(format.depth);
    let frames = frames.chunks_exact(format.frame_bytes());
    for (frame, words) in frames.zip(words.chunks_exact(of_frame)) {
        let (left, right) = match format.channels {
            Channels::Mono => (frame, frame),
            Channels::Stereo => frame.split_at(format.depth.bytes()),
        };
        let (left, right) = (sample(left), sample(right));
        match words {
            [both] => both.store(left | right >> 16, Ordering::Relaxed),
            [first, second] => {
                first.store(left, Ordering::Relaxed);
                second.store(right, Ordering::Relaxed);
            }
            _ => {}
        }
    }
}

/// A little endian sample at the top of a word.
fn sample(bytes: &[u8]) -> u32 {
    let at_top = |word: u32, byte: &u8| word >> 8 | u32::from(*byte) << 24;
    bytes.iter().fold(0, at_top)
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec::Vec;

    fn words(depth: Depth, channels: Channels, frames: &[u8]) -> Vec<u32> {
        let format = Format {
            rate_hz: 8_000,
            depth,
            channels,
        };
        let count = frames.len() / format.frame_bytes() * frame_words(depth);
        let words: Vec<AtomicU32> = (0..count).map(|_| AtomicU32::new(0xAAAA_AAAA)).collect();
        to_words(format, frames, &words);
        words.into_iter().map(AtomicU32::into_inner).collect()
    }

    #[test]
    fn each_depth_and_both_layouts() {
        use Channels::{Mono, Stereo};
        use Depth::{Bits16, Bits24, Bits32};
        assert_eq!(
            words(Bits16, Stereo, &[1, 2, 3, 4, 5, 6, 7, 8]),
            [0x0201_0403, 0x0605_0807]
        );
        assert_eq!(words(Bits16, Mono, &[1, 2]), [0x0201_0201]);
        assert_eq!(
            words(Bits24, Stereo, &[1, 2, 3, 4, 5, 6]),
            [0x0302_0100, 0x0605_0400]
        );
        assert_eq!(words(Bits24, Mono, &[1, 2, 3]), [0x0302_0100; 2]);
        assert_eq!(
            words(Bits32, Stereo, &[1, 2, 3, 4, 5, 6, 7, 8]),
            [0x0403_0201, 0x0807_0605]
        );
    }

    #[test]
    fn a_frame_that_is_not_whole_is_left_out() {
        let format = Format {
            rate_hz: 8_000,
            depth: Depth::Bits16,
            channels: Channels::Stereo,
        };
        let words = [const { AtomicU32::new(7) }; 2];
        to_words(format, &[1, 2, 3, 4, 5], &words);
        assert_eq!(words[1].load(Ordering::Relaxed), 7);
    }
}
