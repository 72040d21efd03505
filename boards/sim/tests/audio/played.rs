//! What is heard of what was written.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use board_sim::{AudioDevice, AudioSetup, Speed};
use class_audio::{AudioEvent, Channels, Depth, Format, Playback};
use proptest::prelude::*;

use crate::common::{Rung, SOON};
use crate::{CD, UNITY, at_level, bytes, event, play, signal, unpaced};

#[test]
fn what_is_written_is_heard_and_the_driver_gives_no_cause_for_complaint() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    let mut audio = DEVICE
        .open(unpaced(), CD, UNITY, Rung::default())
        .expect("opens");
    let status = DEVICE.status();
    assert!(status.open && status.running && status.powered && !status.muted);
    let samples = signal(50_000);
    play(&mut audio, &bytes(&samples));
    let stats = audio.stats();
    assert_eq!(
        (stats.played_frames, stats.underruns, stats.queued_bytes),
        (25_000, 0, 0)
    );
    drop(audio);
    let heard = DEVICE.speaker().expect("was open");
    let expected: Vec<i32> = samples.into_iter().map(i32::from).collect();
    assert_eq!(heard.samples(), expected);
    assert_eq!(DEVICE.complaints().first(), []);
    let status = DEVICE.status();
    assert!(status.is_idle() && status.muted, "{status:?}");
    assert_eq!(status.closed, Ok(()));
}

#[test]
fn every_depth_and_number_of_channels_at_every_common_rate() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    for rate_hz in [
        8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000,
    ] {
        for depth in [Depth::Bits16, Depth::Bits24, Depth::Bits32] {
            for channels in [Channels::Mono, Channels::Stereo] {
                let format = Format {
                    rate_hz,
                    depth,
                    channels,
                };
                let opened = DEVICE.open(unpaced(), format, UNITY, Rung::default());
                let mut audio = opened.expect("opens");
                assert_eq!(audio.format(), format);
                let raw: Vec<u8> = (0..9_600usize).map(|n| (n * 31) as u8 | 1).collect();
                play(&mut audio, &raw);
                drop(audio);
                let heard = DEVICE.speaker().expect("was open");
                assert_eq!(heard.format(), format);
                let written = heard
                    .samples()
                    .iter()
                    .flat_map(|sample| sample.to_le_bytes().into_iter().take(depth.bytes()));
                assert!(written.eq(raw), "{format:?}");
                assert_eq!(DEVICE.complaints().first(), []);
            }
        }
    }
}

#[test]
fn every_level_is_as_loud_as_it_says() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    let samples = signal(64);
    for level in 0..=255 {
        let mut audio = DEVICE
            .open(unpaced(), CD, 0, Rung::default())
            .expect("opens");
        assert_eq!(audio.set_volume(level), Ok(()));
        assert_eq!(DEVICE.status().millibel, i16::from(level) * 50 - 9_550);
        play(&mut audio, &bytes(&samples));
        drop(audio);
        let heard = DEVICE.speaker().expect("was open");
        let expected: Vec<i32> = samples.iter().map(|s| at_level(*s, level)).collect();
        assert_eq!(heard.samples(), expected, "level {level}");
    }
}

#[test]
fn paused_it_is_silent_and_keeps_what_waits() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    let mut audio = DEVICE
        .open(unpaced(), CD, UNITY, Rung::default())
        .expect("opens");
    let samples = signal(1_000);
    assert_eq!(audio.pause(), Ok(()));
    assert_eq!(audio.pause(), Ok(()));
    assert!(DEVICE.status().muted && DEVICE.status().running);
    assert_eq!(audio.write(&bytes(&samples)), 2_000);
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(
        (audio.stats().queued_bytes, DEVICE.status().samples),
        (2_000, 0)
    );
    assert_eq!(audio.resume(), Ok(()));
    assert_eq!(event(&mut audio), AudioEvent::Drained);
    drop(audio);
    assert_eq!(DEVICE.status().samples, 1_000);
    assert_eq!(DEVICE.complaints().first(), []);
}

#[test]
fn in_real_time_it_takes_its_time() {
    static DEVICE: AudioDevice<65536> = AudioDevice::new();
    for (factor, least_ms) in [(1.0, 250), (5.0, 50)] {
        let setup = AudioSetup {
            speed: Speed::new(factor).expect("a speed"),
            ..AudioSetup::default()
        };
        let format = Format {
            rate_hz: 48_000,
            channels: Channels::Mono,
            ..CD
        };
        let mut audio = DEVICE
            .open(setup, format, UNITY, Rung::default())
            .expect("opens");
        let samples = signal(12_000);
        let start = Instant::now();
        assert_eq!(audio.write(&bytes(&samples)), 24_000);
        assert_eq!(event(&mut audio), AudioEvent::Drained);
        let took = start.elapsed().as_millis();
        // One half may have been on its way.
        assert!(took + 11 >= least_ms, "{factor}: {took} ms");
        assert_eq!(audio.stats().underruns, 0);
        drop(audio);
        let expected: Vec<i32> = samples.into_iter().map(i32::from).collect();
        assert_eq!(DEVICE.speaker().expect("was open").samples(), expected);
    }
}

#[test]
fn a_writer_that_is_late_is_an_underrun_and_silence_is_heard() {
    static DEVICE: AudioDevice<1024> = AudioDevice::new();
    let setup = AudioSetup {
        speed: Speed::new(10.0).expect("a speed"),
        ..AudioSetup::default()
    };
    let mut audio = DEVICE
        .open(setup, CD, UNITY, Rung::default())
        .expect("opens");
    let samples = signal(600);
    let written = audio.write(&bytes(&samples));
    assert_eq!(written, 1_024);
    let start = Instant::now();
    while audio.stats().underrun_frames == 0 {
        assert!(start.elapsed() < SOON);
        std::thread::yield_now();
    }
    assert_eq!(audio.write(&bytes(&samples)[written..]), 176);
    let mut gap = 0;
    loop {
        match event(&mut audio) {
            AudioEvent::Underrun(frames) => gap = frames as usize,
            AudioEvent::Drained => break,
            AudioEvent::Room => {}
            AudioEvent::CodecReset => panic!("the supply is good"),
        }
    }
    assert_eq!(gap, audio.stats().underrun_frames as usize);
    drop(audio);
    let heard = DEVICE.speaker().expect("was open").samples().to_vec();
    let expected: Vec<i32> = samples.into_iter().map(i32::from).collect();
    assert_eq!(heard[..512], expected[..512]);
    assert!(heard[512..512 + 2 * gap].iter().all(|sample| *sample == 0));
    assert_eq!(heard[512 + 2 * gap..][..88], expected[512..]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any sizes of writes: the recording is what was written, whole frames of
    /// it, however the machine is loaded.
    #[test]
    fn any_writes_are_heard_in_order(
        sizes in prop::collection::vec(0..3_000usize, 1..20),
        level in any::<u8>(),
    ) {
        static DEVICE: AudioDevice<1024> = AudioDevice::new();
        static ALONE: Mutex<()> = Mutex::new(());
        let _alone = ALONE.lock();
        let mut audio = DEVICE.open(unpaced(), CD, level, Rung::default()).expect("opens");
        let all = signal(30_000);
        let mut rest = &all[..];
        for size in sizes {
            let (now, later) = rest.split_at((size * 2).min(rest.len()));
            rest = later;
            let bytes = bytes(now);
            let mut owed = &bytes[..];
            while !owed.is_empty() {
                owed = &owed[audio.write(owed)..];
                if !owed.is_empty() {
                    event(&mut audio);
                }
            }
        }
        let played = all.len() - rest.len();
        let start = Instant::now();
        while audio.stats().played_frames as usize * 2 < played || audio.stats().queued_bytes > 0 {
            prop_assert!(start.elapsed() < SOON);
            std::thread::yield_now();
        }
        prop_assert_eq!(audio.stats().underruns, 0);
        drop(audio);
        let heard = DEVICE.speaker().expect("was open");
        let expected: Vec<i32> = all[..played].iter().map(|s| at_level(*s, level)).collect();
        prop_assert_eq!(heard.samples(), expected);
        prop_assert_eq!(DEVICE.complaints().count(), 0);
    }
}
