//! Opening and closing: by one at a time, with parts that fail, and as new.

use std::time::Instant;

use board_sim::{
    AudioDevice, AudioSetup, Board, BoardError, CodecComplaint, CodecHealth, Saved, Speed,
};
use board_support::{HasAudio, Setting};
use class_audio::{AudioError, Doorbell, Format, Playback};
use embedded_hal::i2c::{ErrorKind, NoAcknowledgeSource};

use crate::common::{Rung, SOON, Scratch};
use crate::{CD, UNITY, bytes, play, signal, unpaced};

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
    let absent = BoardError::NoDevice {
        name: "es8311",
        address: 0x18,
    };
    let other = BoardError::WrongPart {
        expected: "es8311",
        found: 0x1234,
    };
    for (health, no_lock, expected) in [
        (CodecHealth::Absent, false, absent),
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
