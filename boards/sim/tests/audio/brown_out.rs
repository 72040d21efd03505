//! A codec whose supply breaks down while it plays.

use board_sim::{AudioDevice, Es8311};
use class_audio::{AudioError, AudioEvent, Playback};

use crate::common::Rung;
use crate::{CD, UNITY, bytes, event, play, signal, unpaced};

/// More than a quarter of a second of frames: after so many the codec is
/// asked.
const QUARTER: usize = 2 * 12_000;

fn brown_out<const N: usize>(device: &AudioDevice<N>) {
    device
        .with_codec(|bus| bus.part(Es8311::brown_out))
        .expect("it is open");
}

#[test]
fn it_sounds_again_as_it_did() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    let mut audio = DEVICE
        .open(unpaced(), CD, 0, Rung::default())
        .expect("opens");
    assert_eq!(audio.set_volume(UNITY), Ok(()));
    play(&mut audio, &bytes(&signal(QUARTER)));
    brown_out(&DEVICE);
    assert!(!DEVICE.status().powered);
    play(&mut audio, &bytes(&signal(QUARTER)));
    let status = DEVICE.status();
    assert!(status.powered && !status.muted, "{status:?}");
    assert_eq!(status.millibel, 0);
    let tail = signal(1_000);
    play(&mut audio, &bytes(&tail));
    assert_eq!(audio.stats().codec_resets, 1);
    drop(audio);
    let heard = DEVICE.speaker().expect("was open").samples().to_vec();
    let tail: Vec<i32> = tail.into_iter().map(i32::from).collect();
    assert!(heard.ends_with(&tail), "what came after it is whole");
    assert!(DEVICE.status().is_idle());
}

#[test]
fn the_second_time_is_an_error() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    let mut audio = DEVICE
        .open(unpaced(), CD, UNITY, Rung::default())
        .expect("opens");
    for _ in 0..2 {
        brown_out(&DEVICE);
        play(&mut audio, &bytes(&signal(QUARTER)));
    }
    // Found at the last event, or at the next step.
    let mut news = Vec::new();
    assert_eq!(audio.write(&bytes(&signal(2))), 4);
    while news.last() != Some(&AudioEvent::Drained) {
        news.push(event(&mut audio));
    }
    assert_eq!(audio.set_volume(3), Err(AudioError::CodecReset), "{news:?}");
    assert_eq!(audio.stats().codec_resets, 1);
    assert!(DEVICE.status().down && DEVICE.status().muted);
    drop(audio);
    assert!(DEVICE.status().is_idle());
    // The next opening has a try of its own.
    let audio = DEVICE.open(unpaced(), CD, UNITY, Rung::default());
    assert_eq!(audio.expect("opens").stats().codec_resets, 0);
}
