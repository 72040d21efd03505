//! The samples of a format, as an I2S controller wants them.

use class_audio::{Channels, Format};

/// Gives each sample of whole frames to `put`, the left before the right, at
/// the upper end of a word; of one channel, each twice.
///
/// # Examples
///
/// ```
/// use class_audio::{Channels, Depth, Format};
///
/// let voice = Format { rate_hz: 8_000, depth: Depth::Bits16, channels: Channels::Mono };
/// let mut words = Vec::new();
/// platform_bare::samples(voice, &[0x34, 0x12], |word| words.push(word));
/// assert_eq!(words, [0x1234_0000, 0x1234_0000]);
/// ```
pub fn samples(format: Format, frames: &[u8], mut put: impl FnMut(u32)) {
    for sample in frames.chunks_exact(format.depth.bytes()) {
        let word = match *sample {
            [low, high] => u32::from_le_bytes([0, 0, low, high]),
            [low, middle, high] => u32::from_le_bytes([0, low, middle, high]),
            [first, second, third, fourth] => u32::from_le_bytes([first, second, third, fourth]),
            _ => 0,
        };
        put(word);
        if format.channels == Channels::Mono {
            put(word);
        }
    }
}
