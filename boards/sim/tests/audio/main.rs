//! The codec as a board opens it: by the driver that real boards use.

mod brown_out;
#[path = "../common/mod.rs"]
mod common;
mod lifecycle;
mod played;

use std::time::{Duration, Instant};

use board_sim::{AudioSetup, SimAudio, Speed};
use class_audio::{AudioEvent, Channels, Depth, Format, Playback};
use common::SOON;

pub(crate) const CD: Format = Format {
    rate_hz: 44_100,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

/// The level that is 0 dB.
pub(crate) const UNITY: u8 = 191;

pub(crate) fn unpaced() -> AudioSetup {
    AudioSetup {
        speed: Speed::UNPACED,
        ..AudioSetup::default()
    }
}

/// Waits for an event, and takes it.
pub(crate) fn event<const N: usize>(audio: &mut SimAudio<N>) -> AudioEvent {
    let start = Instant::now();
    loop {
        if let Some(event) = audio.next_event() {
            return event;
        }
        assert!(start.elapsed() < SOON, "no event comes");
        std::thread::sleep(Duration::from_micros(50));
    }
}

/// Writes all, as there is room, and waits until it has been played.
pub(crate) fn play<const N: usize>(audio: &mut SimAudio<N>, mut bytes: &[u8]) {
    loop {
        let written = audio.write(bytes);
        bytes = &bytes[written..];
        match event(audio) {
            AudioEvent::Drained if bytes.is_empty() => return,
            AudioEvent::Underrun(_) => panic!("nothing is late here"),
            _ => {}
        }
    }
}

/// Samples that are nowhere silent.
pub(crate) fn signal(samples: usize) -> Vec<i16> {
    let sample = |n: usize| (n as i16).wrapping_mul(7_919) | 1;
    (0..samples).map(sample).collect()
}

pub(crate) fn bytes(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|s| s.to_le_bytes()).collect()
}

/// What the codec makes of a sample at a level, computed by itself.
pub(crate) fn at_level(sample: i16, level: u8) -> i32 {
    let decibel = f64::from(level) * 0.5 - 95.5;
    let loud = f64::from(sample) * 10f64.powf(decibel / 20.0);
    loud.round().clamp(-32_768.0, 32_767.0) as i32
}
