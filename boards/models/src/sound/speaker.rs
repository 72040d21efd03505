//! What somebody in front of the speaker hears, as a WAV file.

use std::io::{self, Cursor};
use std::path::Path;

use class_audio::{Channels, Depth, Format};

/// Samples that are kept: more than five minutes of stereo at 48 kHz.
const MOST: usize = 30_000_000;

/// A recording of what went to a codec, after its volume and mute.
///
/// The line carries what the codec is sent, so a recording has the channels
/// and the depth of the line, though an ES8311 has one DAC and plays one of
/// them. Silence before the first and after the last sound is left out, a
/// buffer's half at a time; silence between is part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Speaker {
    format: Format,
    samples: Vec<i32>,
    /// Samples of silence that may turn out to be between sounds.
    silence: usize,
    lost: usize,
}

impl Speaker {
    /// An empty recording.
    #[must_use]
    pub const fn new(format: Format) -> Self {
        Self {
            format,
            samples: Vec::new(),
            silence: 0,
            lost: 0,
        }
    }

    /// How the frames were laid out.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// The samples, frame by frame, left before right.
    #[must_use]
    pub fn samples(&self) -> &[i32] {
        &self.samples
    }

    /// Samples that came when the recording was full.
    #[must_use]
    pub const fn lost(&self) -> usize {
        self.lost
    }

    /// Takes whole frames as the line carries them, multiplies them, rounds to
    /// the nearest and cuts off what is too loud for the depth.
    pub fn play(&mut self, frames: &[u8], gain: f64) {
        let bytes = self.format.depth.bytes();
        let samples = frames.len() / bytes;
        if frames.iter().all(|byte| *byte == 0) {
            // Nothing has sounded yet: it does not count.
            self.silence += if self.samples.is_empty() { 0 } else { samples };
            return;
        }
        let silence = std::mem::take(&mut self.silence);
        if self.samples.len() + silence + samples > MOST {
            self.lost += silence + samples;
            return;
        }
        self.samples.resize(self.samples.len() + silence, 0);
        let played = frames
            .chunks_exact(bytes)
            .map(|sample| scaled(sample, gain));
        self.samples.extend(played);
    }

    /// The recording as a WAV file.
    ///
    /// # Errors
    ///
    /// Those of the encoder; none for what a line can carry.
    pub fn wav(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut bytes, self.spec()).map_err(io_error)?;
        for sample in &self.samples {
            writer.write_sample(*sample).map_err(io_error)?;
        }
        writer.finalize().map_err(io_error)?;
        Ok(bytes.into_inner())
    }

    /// Writes the recording as a WAV file, over what the file held.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        std::fs::write(path, self.wav()?)
    }

    const fn spec(&self) -> hound::WavSpec {
        hound::WavSpec {
            channels: match self.format.channels {
                Channels::Mono => 1,
                Channels::Stereo => 2,
            },
            sample_rate: self.format.rate_hz,
            bits_per_sample: match self.format.depth {
                Depth::Bits16 => 16,
                Depth::Bits24 => 24,
                Depth::Bits32 => 32,
            },
            sample_format: hound::SampleFormat::Int,
        }
    }
}

/// A little-endian sample of 2 to 4 bytes, louder or quieter.
fn scaled(sample: &[u8], gain: f64) -> i32 {
    // The sample's sign is in the highest byte, wherever that is.
    let mut word = [0; 4];
    let unused = word.len() - sample.len();
    for (place, byte) in word.iter_mut().skip(unused).zip(sample) {
        *place = *byte;
    }
    let shift = 8 * unused;
    let value = f64::from(i32::from_le_bytes(word) >> shift);
    let (least, most) = (f64::from(i32::MIN >> shift), f64::from(i32::MAX >> shift));
    (value * gain).round().clamp(least, most) as i32
}

fn io_error(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}
