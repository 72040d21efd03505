//! The codec as a board opens it: by the driver that real boards use.

mod common;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use board_sim::{
    AudioDevice, AudioSetup, Board, BoardError, CodecComplaint, CodecHealth, Saved, SimAudio, Speed,
};
use board_support::{HasAudio, Setting};
use class_audio::{AudioError, AudioEvent, Channels, Depth, Doorbell, Format, Playback};
use common::{Rung, SOON, Scratch};
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};
use proptest::prelude::*;

const CD: Format = Format {
    rate_hz: 44_100,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

/// The level that is 0 dB.
const UNITY: u8 = 191;

fn unpaced() -> AudioSetup {
    AudioSetup {
        speed: Speed::UNPACED,
        ..AudioSetup::default()
    }
}

/// Waits for an event, and takes it.
fn event<const N: usize>(audio: &mut SimAudio<N>) -> AudioEvent {
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
fn play<const N: usize>(audio: &mut SimAudio<N>, mut bytes: &[u8]) {
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
fn signal(samples: usize) -> Vec<i16> {
    let sample = |n: usize| (n as i16).wrapping_mul(7_919) | 1;
    (0..samples).map(sample).collect()
}

fn bytes(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|s| s.to_le_bytes()).collect()
}

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
fn rates_that_it_cannot_do() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    for rate_hz in [0, 1, 7_999, 96_001, u32::MAX] {
        let format = Format { rate_hz, ..CD };
        let refused = DEVICE
            .open(unpaced(), format, 0, Rung::default())
            .map(|_| ());
        assert_eq!(refused, Err(BoardError::Unsupported(Setting::SampleRate)));
        let status = DEVICE.status();
        assert!(status.is_idle());
        assert_eq!(status.transactions, 0);
    }
}

/// What the codec makes of a sample at a level, computed by itself.
fn at_level(sample: i16, level: u8) -> i32 {
    let decibel = f64::from(level) * 0.5 - 95.5;
    let loud = f64::from(sample) * 10f64.powf(decibel / 20.0);
    loud.round().clamp(-32_768.0, 32_767.0) as i32
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

#[test]
fn opened_by_one_at_a_time_and_as_new() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    let open = || DEVICE.open(unpaced(), CD, UNITY, Rung::default());
    let mut first = open().expect("opens");
    assert_eq!(open().map(|_| ()), Err(BoardError::Busy));
    assert_eq!(first.pause(), Ok(()));
    assert_eq!(first.write(&[1; 400]), 400);
    drop(first);
    let mut second = open().expect("opens");
    assert_eq!(second.stats().queued_bytes, 0);
    play(&mut second, &bytes(&[1, 2, 3, 4]));
    assert_eq!(second.stats().played_frames, 2);
    assert_eq!(DEVICE.speaker().expect("open").samples(), [1, 2, 3, 4]);
}

#[test]
fn codecs_that_are_not_as_they_should_be() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    let nack = ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address);
    let other = BoardError::WrongPart {
        expected: "es8311",
        found: 0x1234,
    };
    for (health, no_lock, expected) in [
        (CodecHealth::Absent, false, BoardError::Bus(nack)),
        (CodecHealth::Other(0x1234), false, other),
        (CodecHealth::Well, true, BoardError::NoLock),
    ] {
        let setup = AudioSetup {
            health,
            no_lock,
            ..unpaced()
        };
        let refused = DEVICE.open(setup, CD, UNITY, Rung::default()).map(|_| ());
        assert_eq!(refused, Err(expected));
        assert!(DEVICE.status().is_idle());
    }
    // One that only acknowledges cannot be told from a good one, but is not
    // heard.
    let setup = AudioSetup {
        health: CodecHealth::Deaf,
        ..unpaced()
    };
    let mut audio = DEVICE
        .open(setup, CD, UNITY, Rung::default())
        .expect("opens");
    play(&mut audio, &bytes(&signal(100)));
    assert!(!DEVICE.status().powered);
    drop(audio);
    assert_eq!(DEVICE.speaker().expect("was open").samples(), [0; 100]);
}

#[test]
fn every_error_at_every_transaction() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    let run = |faults| -> Result<(), BoardError> {
        let setup = AudioSetup {
            faults,
            ..unpaced()
        };
        let mut audio = DEVICE.open(setup, CD, UNITY, Rung::default())?;
        audio.set_volume(9)?;
        audio.pause()?;
        audio.resume()?;
        Ok(())
    };
    assert_eq!(run(Vec::new()), Ok(()));
    let all = DEVICE.status().transactions;
    assert!(all > 30, "{all}");
    let kinds = [
        ErrorKind::Bus,
        ErrorKind::ArbitrationLoss,
        ErrorKind::NoAcknowledge(NoAcknowledgeSource::Data),
        ErrorKind::Overrun,
        ErrorKind::Other,
    ];
    for kind in kinds {
        let mut closing = 0;
        for nth in 1..=all {
            let result = run(vec![(nth, kind)]);
            let status = DEVICE.status();
            assert!(!status.open && !status.running && !status.powered, "{nth}");
            match result {
                Ok(()) => {
                    closing += 1;
                    assert_eq!(status.closed, Err(AudioError::Bus(kind)), "{nth}");
                }
                Err(error) => assert_eq!(error, BoardError::Bus(kind), "{nth}"),
            }
        }
        assert!((5..all / 2).contains(&closing), "{closing} of {all}");
    }
    assert_eq!(run(Vec::new()), Ok(()));
}

#[test]
fn a_doorbell_that_panics_costs_one_playback() {
    struct Mine;
    impl Doorbell for Mine {
        fn ring(&self) {
            panic!("on purpose");
        }
    }
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    for speed in [Speed::UNPACED, Speed::REAL_TIME] {
        let setup = AudioSetup {
            speed,
            ..AudioSetup::default()
        };
        let mut audio = DEVICE.open(setup, CD, UNITY, Mine).expect("opens");
        assert_eq!(audio.write(&[1; 8]), 8);
        let start = Instant::now();
        while !DEVICE.status().ended_early {
            assert!(start.elapsed() < SOON, "it goes on");
            std::thread::yield_now();
        }
        assert_eq!(audio.pause(), Ok(()));
        drop(audio);
        assert!(DEVICE.status().is_idle());
    }
    let mut audio = DEVICE
        .open(unpaced(), CD, UNITY, Rung::default())
        .expect("opens");
    play(&mut audio, &[1; 8]);
}

#[test]
fn what_was_heard_is_left_in_the_folder() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    let scratch = Scratch::folder("audio");
    for samples in [[5i16, -6], [7, 8]] {
        let setup = AudioSetup {
            out: Some(scratch.path().join("new")),
            ..unpaced()
        };
        let mut audio = DEVICE
            .open(setup, CD, UNITY, Rung::default())
            .expect("opens");
        play(&mut audio, &bytes(&samples));
        drop(audio);
        assert_eq!(DEVICE.status().saved, Saved::Written);
        let file = scratch.path().join("new/speaker.wav");
        let mut reader = hound::WavReader::open(file).expect("a WAV");
        let read: Result<Vec<i16>, _> = reader.samples().collect();
        assert_eq!(read.expect("whole"), samples);
    }
    let file = scratch.path().join("new/speaker.wav");
    let setup = AudioSetup {
        out: Some(file),
        ..unpaced()
    };
    drop(
        DEVICE
            .open(setup, CD, UNITY, Rung::default())
            .expect("opens"),
    );
    assert!(matches!(DEVICE.status().saved, Saved::Failed(_)));
    assert!(DEVICE.status().is_idle());
}

#[test]
fn the_boards_codec_is_one_device() {
    let audio = Board::audio(CD, UNITY, Rung::default()).expect("opens");
    assert!(Board::audio_device().status().running);
    let second = Board::audio(CD, UNITY, Rung::default()).map(|_| ());
    assert_eq!(second, Err(BoardError::Busy));
    drop(audio);
    assert!(Board::audio_device().status().is_idle());
}

#[test]
fn complaints_are_seen_through_the_device() {
    static DEVICE: AudioDevice<4096> = AudioDevice::new();
    let audio = DEVICE
        .open(unpaced(), CD, UNITY, Rung::default())
        .expect("opens");
    assert_eq!(DEVICE.status().complaints, 0);
    // Something else on the wires, which the driver does not know of.
    DEVICE.with_codec(|bus| {
        use embedded_hal::i2c::I2c;
        assert_eq!(bus.write(0x18, &[0x12, 0x02]), Ok(()));
    });
    let pop = CodecComplaint::Pop { register: 0x12 };
    assert_eq!(DEVICE.complaints().first(), [pop]);
    drop(audio);
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
