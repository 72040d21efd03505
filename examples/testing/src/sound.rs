//! What was heard: read back from a WAV file.

use std::path::Path;

/// A sound, as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Frames in a second.
    pub rate_hz: u32,
    /// Bits of a sample.
    pub bits: u16,
    /// Samples of a frame.
    pub channels: u16,
    /// All samples, the channels in turn.
    pub samples: Vec<i32>,
}

impl Heard {
    /// Reads a file of integer samples.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    pub fn read(path: &Path) -> Self {
        let mut reader = hound::WavReader::open(path).expect("the sound is there");
        let spec = reader.spec();
        let samples = reader.samples().collect::<Result<_, _>>();
        Self {
            rate_hz: spec.sample_rate,
            bits: spec.bits_per_sample,
            channels: spec.channels,
            samples: samples.expect("a whole WAV file"),
        }
    }

    /// Writes it as a file.
    ///
    /// # Panics
    ///
    /// If that fails.
    pub fn write(&self, path: &Path) {
        let spec = hound::WavSpec {
            channels: self.channels,
            sample_rate: self.rate_hz,
            bits_per_sample: self.bits,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(path, spec).expect("a file");
        for sample in &self.samples {
            writer.write_sample(*sample).expect("written");
        }
        writer.finalize().expect("written");
    }

    /// Where these samples, one after the other, begin; before and after them
    /// there must be silence. Else the first sample that is not as it should
    /// be, if they begin at the first that is not silent.
    ///
    /// # Errors
    ///
    /// The place of a sample in the file that differs.
    pub fn find(&self, expected: &[i32]) -> Result<usize, usize> {
        let is_sound = |sample: &i32| *sample != 0;
        let start = self.samples.iter().position(is_sound).unwrap_or(0);
        let quiet = expected.iter().position(is_sound).unwrap_or(0);
        let start = start.checked_sub(quiet).ok_or(0_usize)?;
        let silence = std::iter::repeat(&0);
        let all = expected.iter().chain(silence);
        let pairs = self.samples.iter().enumerate().skip(start).zip(all);
        let mut wrong = pairs.filter(|((_, heard), expected)| heard != expected);
        if let Some(((place, _), _)) = wrong.next() {
            return Err(place);
        }
        match self.samples.len() >= start + expected.len() {
            true => Ok(start),
            false => Err(self.samples.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(samples: &[i32]) -> Heard {
        Heard {
            rate_hz: 8_000,
            bits: 16,
            channels: 1,
            samples: samples.to_vec(),
        }
    }

    #[test]
    fn a_sound_is_found_between_silence() {
        let expected = [0, 5, 0, -6, 0];
        assert_eq!(heard(&[0, 0, 5, 0, -6, 0, 0, 0]).find(&expected), Ok(1));
        assert_eq!(heard(&[0, 5, 0, -6, 0]).find(&expected), Ok(0));
    }

    #[test]
    fn any_sample_that_differs_is_found() {
        let expected = [0, 5, 0, -6, 0];
        assert_eq!(heard(&[0, 5, 0, -7, 0]).find(&expected), Err(3));
        assert_eq!(heard(&[0, 5, 1, -6, 0]).find(&expected), Err(2));
        assert_eq!(heard(&[0, 5, 0, -6, 0, 1]).find(&expected), Err(5));
        assert_eq!(heard(&[0, 5, 0]).find(&expected), Err(3));
        assert_eq!(heard(&[5, 0, -6, 0]).find(&expected), Err(0));
        assert_eq!(heard(&[]).find(&expected), Err(0));
    }
}
