//! The sound that is played where no other is named.

use std::f64::consts::TAU;

use class_audio::{Channels, Depth, Format};

use super::Sound;

const FORMAT: Format = Format {
    rate_hz: 44_100,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

/// Frames: two and a half seconds.
const FRAMES: u32 = FORMAT.rate_hz / 2 * 5;

/// A minor seventh, over two octaves: half tones above the lowest note.
const NOTES: [u8; 6] = [0, 7, 12, 15, 19, 22];

/// The lowest note, in Hz.
const LOWEST: f64 = 110.0;

/// From one note to the next, in seconds.
const STEP: f64 = 0.18;

/// How loud a note begins, of 1. All of them at once stay below 1.
const LOUD: f64 = 0.24;

/// Seconds at the end in which everything fades.
const FADE: f64 = 0.25;

/// The notes one after the other from the left to the right, each a string
/// that fades.
pub(super) fn chord() -> Sound {
    let frames = (0..FRAMES).map(|frame| f64::from(frame) / f64::from(FORMAT.rate_hz));
    let samples = frames.flat_map(|at| frame(at).map(|level| (level * 32_767.0).round() as i16));
    Sound {
        format: FORMAT,
        bytes: samples.flat_map(i16::to_le_bytes).collect(),
    }
}

/// Left and right at a time in seconds, each between -1 and 1.
fn frame(at: f64) -> [f64; 2] {
    let end = f64::from(FRAMES) / f64::from(FORMAT.rate_hz);
    let fade = ((end - at) / FADE).clamp(0.0, 1.0);
    let mut both = [0.0; 2];
    for (place, note) in NOTES.into_iter().enumerate() {
        let right = place as f64 / (NOTES.len() - 1) as f64;
        let level = string(note, at - place as f64 * STEP) * fade;
        both[0] += level * (1.0 - 0.7 * right);
        both[1] += level * (0.3 + 0.7 * right);
    }
    both
}

/// A string that was plucked so many seconds ago.
fn string(half_tones: u8, since: f64) -> f64 {
    if since < 0.0 {
        return 0.0;
    }
    let hz = LOWEST * (f64::from(half_tones) / 12.0).exp2();
    let overtones = [(1.0, 0.6), (2.0, 0.25), (3.0, 0.15)];
    let wave = overtones.map(|(nth, loud)| loud * (TAU * hz * nth * since).sin());
    // A few milliseconds until it is at its loudest: no click.
    let attack = (since / 0.005).min(1.0);
    LOUD * attack * (-1.6 * since).exp() * wave.iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_and_ends_in_silence_and_never_clips() {
        let sound = chord();
        assert_eq!((sound.frames(), sound.seconds()), (110_250, 2.5));
        let both = |bytes: &[u8]| [0, 2].map(|i| i16::from_le_bytes([bytes[i], bytes[i + 1]]));
        let frames: Vec<[i16; 2]> = sound.bytes.chunks_exact(4).map(both).collect();
        assert_eq!(frames[0], [0, 0]);
        let last = frames[frames.len() - 1];
        assert!(last.iter().all(|sample| sample.abs() <= 1), "{last:?}");
        let peak = frames.as_flattened().iter().map(|s| s.unsigned_abs()).max();
        assert!(
            (8_000..32_000).contains(&peak.expect("samples")),
            "{peak:?}"
        );
        assert!(frames.iter().any(|[left, right]| left != right));
    }
}
