//! A sound as the audio port takes it, out of a WAV file or made here.

mod chord;
mod wav;

use std::path::Path;

use avm_term::Value;
use class_audio::Format;
use example_support::{Error, options};

/// A sound as the audio port takes it: whole frames.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// How the frames are laid out.
    pub format: Format,
    /// The frames: little endian, signed, left before right.
    pub bytes: Vec<u8>,
}

impl Sound {
    /// A chord of a few seconds, its notes one after the other: 44100 Hz, 16
    /// bits, stereo.
    #[must_use]
    pub fn chord() -> Self {
        chord::chord()
    }

    /// Reads a WAV file of 1 or 2 channels of 16, 24 or 32 bits, integers.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] that says what is wrong with the file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        wav::read(path).map_err(|reason| Error::Input(format!("{}: {reason}", path.display())))
    }

    /// How many frames there are.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.bytes.len() / self.format.frame_bytes()
    }

    /// How long it is, in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.frames() as f64 / f64::from(self.format.rate_hz)
    }

    /// The options that the audio port is opened with to play it.
    #[must_use]
    pub fn options(&self, volume: u8) -> Value {
        options([
            ("sample_rate", self.format.rate_hz.into()),
            ("bit_depth", self.format.depth.bits().into()),
            ("channels", self.format.channels.count().into()),
            ("volume", volume.into()),
        ])
    }

    /// The loudest sample in each of `count` equal parts, of 1.
    #[must_use]
    pub fn envelope(&self, count: usize) -> Vec<f32> {
        let width = self.format.depth.bytes();
        let samples: Vec<f32> = self.bytes.chunks_exact(width).map(loudness).collect();
        let part = samples.len().div_ceil(count.max(1)).max(1);
        let parts = samples.chunks(part);
        let loudest = |part: &[f32]| part.iter().copied().fold(0.0, f32::max);
        let mut envelope: Vec<f32> = parts.map(loudest).collect();
        envelope.resize(count, 0.0);
        envelope
    }
}

/// How far a little-endian sample is from silence, of 1: by its upper 16 bits.
fn loudness(sample: &[u8]) -> f32 {
    let [.., low, high] = *sample else {
        return 0.0;
    };
    (f32::from(i16::from_le_bytes([low, high])) / 32_768.0).abs()
}

#[cfg(test)]
mod tests {
    use class_audio::{Channels, Depth};

    use super::*;

    #[test]
    fn an_envelope_has_the_loudest_of_each_part() {
        let format = Format {
            rate_hz: 8_000,
            depth: Depth::Bits24,
            channels: Channels::Mono,
        };
        let samples = [0x40_0000, -0x60_0000, 0, 0x20_0000, 0x7F_FFFF];
        let bytes = samples.map(|sample: i32| sample.to_le_bytes());
        let bytes = bytes.iter().flat_map(|b| b[..3].to_vec()).collect();
        let sound = Sound { format, bytes };
        assert_eq!(sound.frames(), 5);
        let envelope = sound.envelope(3);
        assert_eq!(envelope[..2], [0.75, 0.25]);
        assert!(envelope[2] > 0.999);
        assert_eq!(sound.envelope(7)[5..], [0.0, 0.0]);
    }
}
