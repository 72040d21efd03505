//! Samples: to the codec, as it is set up.

use std::time::Duration;

use board_models::{Clocks, CodecComplaint, CodecHealth, Es8311, I2cPart, SoundPart};
use board_support::{BoardError, Platform};
use chip_es8311::{Address, MasterClock};
use class_audio::{
    AudioEvent, Channels, Depth, Doorbell, EVENTS, Format, Playback, PlaybackCounters,
    PlaybackInterrupt, Player, PlayerParts,
};
use isr_ring::{ByteRing, EventRing};

use crate::{I2C, I2S, Tested, setup, stroke};

const FORMAT: Format = Format {
    rate_hz: 8_000,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

struct Silent;

impl Doorbell for Silent {
    fn ring(&self) {}
}

/// Plays a thousand frames, and tells what was heard of them.
fn heard<P: Platform>(bench: &board_models::Bench, clock: MasterClock) -> Vec<i32> {
    let bytes: &'static ByteRing<256> = Box::leak(Box::new(ByteRing::new()));
    let events: &'static EventRing<AudioEvent, EVENTS> = Box::leak(Box::new(EventRing::new()));
    let counters: &'static PlaybackCounters = Box::leak(Box::new(PlaybackCounters::new()));
    let (writer, reader) = bytes.split().expect("not split before");
    let (told, events) = events.split().expect("not split before");
    let mut interrupt = PlaybackInterrupt::new(FORMAT, reader, told, Silent, counters);
    let feed = Box::new(move |half: &mut [u8]| interrupt.on_event(half));
    let path = P::samples(&I2S, feed).expect("open");
    let bus = P::i2c(&I2C).expect("open");
    let codec = chip_es8311::Es8311::new(bus, P::delay(), Address::CeLow, clock);
    let parts = PlayerParts {
        codec,
        path,
        bytes: writer,
        events,
        counters,
    };
    let mut player = Player::open(parts, FORMAT, 191)
        .map_err(|(error, _)| error)
        .expect("plays");
    let frames: Vec<u8> = (1..=2_000u16).flat_map(u16::to_le_bytes).collect();
    let mut left = &frames[..];
    while !left.is_empty() {
        left = &left[player.write(left)..];
        while player.next_event().is_some() {}
        std::thread::sleep(Duration::from_micros(100));
    }
    while player.stats().queued_bytes > 0 {
        std::thread::sleep(Duration::from_micros(100));
    }
    assert_eq!(player.stats().underruns, 0);
    drop(player);
    bench.speaker().expect("it was open").samples().to_vec()
}

#[test]
fn unpaced_what_is_written_is_heard_and_nothing_else() {
    type Here = Tested<30>;
    Here::bench().set_up(Some(setup(stroke(1), 0.0)));
    for _ in 0..2 {
        let samples = heard::<Here>(Here::bench(), MasterClock::Times(256));
        let expected: Vec<i32> = (1..=2_000).collect();
        let gain = f64::from(samples[1_999]) / 2_000.0;
        assert!((0.9..1.1).contains(&gain), "{gain}");
        assert_eq!(samples.len(), expected.len());
    }
    assert_eq!(Here::bench().complaints(), [""; 0]);
    assert!(Here::bench().restless().is_empty());
    let busy = Here::samples(&I2S, Box::new(|_| ()));
    let twice = Here::samples(&I2S, Box::new(|_| ()));
    assert!(matches!(twice, Err(BoardError::Busy)));
    drop(busy);
}

#[test]
fn a_codec_that_is_set_to_other_clocks_is_silent_and_says_so() {
    type Here = Tested<31>;
    Here::bench().set_up(Some(setup(stroke(1), 0.0)));
    // The path's master clock has 256 cycles of a sample.
    assert_eq!(
        heard::<Here>(Here::bench(), MasterClock::BitClock).len(),
        2_000
    );
    assert_eq!(Here::bench().complaints(), [""; 0]);
    let samples = heard::<Here>(Here::bench(), MasterClock::Times(384));
    assert!(samples.iter().all(|sample| *sample == 0));
    let told = Here::bench().complaints();
    let says = |what: &str| matches!(&told[..], [one] if one.ends_with(what));
    assert!(
        says("first: 256 cycles a sample do not come of 256"),
        "{told:?}"
    );
}

#[test]
fn a_codec_that_waits_for_a_master_clock_says_so() {
    let mut codec = Es8311::new(CodecHealth::Well);
    let mut write = |register, value| {
        codec.start_write();
        assert!(codec.write(register) && codec.write(value));
    };
    // All that it needs to sound, but for a clock.
    for (register, value) in [(0x00, 0x80), (0x01, 0x3F), (0x0D, 0x01), (0x12, 0x00)] {
        write(register, value);
    }
    for (register, value) in [(0x09, 0x0C), (0x31, 0x00), (0x32, 0xBF)] {
        write(register, value);
    }
    let clocks = |master| {
        let format = FORMAT;
        Some(Clocks { format, master })
    };
    SoundPart::set_clocks(&mut codec, clocks(true));
    assert!(SoundPart::gain_for(&mut codec, FORMAT) > 0.9);
    SoundPart::set_clocks(&mut codec, clocks(false));
    assert!(SoundPart::gain_for(&mut codec, FORMAT) == 0.0);
    let told = codec.complaints().first();
    assert_eq!(told, [CodecComplaint::NoMasterClock]);
}
