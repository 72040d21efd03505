//! WAV files.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

use class_audio::{Channels, Depth, Format};
use hound::{SampleFormat, WavReader, WavSpec};

use super::Sound;

/// More than this is not read: six minutes of stereo at 44100 Hz.
const MOST_BYTES: usize = 64 << 20;

/// Reads a file, or says what is wrong with it.
pub(super) fn read(path: &Path) -> Result<Sound, String> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let reader = WavReader::new(BufReader::new(file)).map_err(broken)?;
    let format = format(reader.spec())?;
    let bytes = samples(reader, format)?;
    if bytes.is_empty() {
        return Err("there are no samples in it".into());
    }
    if !bytes.len().is_multiple_of(format.frame_bytes()) {
        return Err("the last frame is not whole".into());
    }
    Ok(Sound { format, bytes })
}

fn unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file".into(),
        _ => error.to_string(),
    }
}

fn broken(error: hound::Error) -> String {
    match error {
        hound::Error::IoError(error) if error.kind() == ErrorKind::IsADirectory => {
            "a directory, not a file".into()
        }
        hound::Error::IoError(error) => format!("not a whole WAV file: {error}"),
        hound::Error::FormatError(what) => format!("not a WAV file: {what}"),
        _ => "a WAV file of an encoding that is not PCM".into(),
    }
}

/// The format, if a port can be asked for it.
fn format(spec: WavSpec) -> Result<Format, String> {
    if spec.sample_format == SampleFormat::Float {
        return Err("samples are floating point; 16, 24 or 32 bit integers are needed".into());
    }
    let bits = spec.bits_per_sample;
    let depth = u8::try_from(bits).ok().and_then(Depth::from_bits);
    let depth = depth.ok_or_else(|| format!("{bits} bits a sample; 16, 24 or 32 are needed"))?;
    let count = spec.channels;
    let channels = u8::try_from(count).ok().and_then(Channels::from_count);
    let channels = channels.ok_or_else(|| format!("{count} channels; 1 or 2 are needed"))?;
    Ok(Format {
        rate_hz: spec.sample_rate,
        depth,
        channels,
    })
}

fn samples(mut reader: WavReader<impl Read>, format: Format) -> Result<Vec<u8>, String> {
    let width = format.depth.bytes();
    let size = (reader.len() as usize).saturating_mul(width);
    if size > MOST_BYTES {
        let most = MOST_BYTES >> 20;
        return Err(format!("more than {most} MiB of samples"));
    }
    let mut bytes = Vec::with_capacity(size);
    for sample in reader.samples::<i32>() {
        let sample = sample.map_err(broken)?.to_le_bytes();
        bytes.extend(sample.into_iter().take(width));
    }
    Ok(bytes)
}
