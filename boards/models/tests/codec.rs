//! The codec as a master sees it, and what is heard of it.

use board_models::{CodecComplaint, CodecHealth, Es8311, SimI2c, Speaker};
use class_audio::{Channels, Depth, Format};
use embedded_hal::i2c::{ErrorKind, I2c, NoAcknowledgeSource, Operation};
use proptest::prelude::*;

const ADDRESS: u8 = Es8311::ADDRESS;

fn codec(health: CodecHealth) -> SimI2c<Es8311> {
    SimI2c::new(Es8311::new(health), Vec::new())
}

fn set(bus: &mut SimI2c<Es8311>, register: u8, value: u8) {
    assert_eq!(bus.write(ADDRESS, &[register, value]), Ok(()));
}

fn get(bus: &mut SimI2c<Es8311>, register: u8) -> u8 {
    let mut value = [0];
    let read = bus.write_read(ADDRESS, &[register], &mut value);
    assert_eq!(read, Ok(()));
    value[0]
}

fn complaints(bus: &SimI2c<Es8311>) -> Vec<CodecComplaint> {
    bus.part(|codec| codec.complaints().first().to_vec())
}

/// What the DAC needs, register by register.
const UP: [(u8, u8); 6] = [
    (0x00, 0x80),
    (0x01, 0x3F),
    (0x09, 0x0C),
    (0x0D, 0x01),
    (0x12, 0x00),
    (0x32, 0xBF),
];

#[test]
fn it_says_what_it_is_at_its_own_address() {
    let mut bus = codec(CodecHealth::Well);
    let id = [0xFD, 0xFE, 0xFF].map(|register| get(&mut bus, register));
    assert_eq!(id, [0x83, 0x11, 0x00]);
    let nack = Err(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));
    for address in (0..0x80).filter(|address| *address != ADDRESS) {
        assert_eq!(bus.write(address, &[0]), nack);
    }
    assert_eq!(complaints(&bus), []);
}

#[test]
fn it_can_be_absent_deaf_and_another_part() {
    let nack = Err(ErrorKind::NoAcknowledge(NoAcknowledgeSource::Address));
    let mut bus = codec(CodecHealth::Absent);
    assert_eq!(bus.write(ADDRESS, &[0xFD]), nack);
    let mut bus = codec(CodecHealth::Other(0x1234));
    assert_eq!((get(&mut bus, 0xFD), get(&mut bus, 0xFE)), (0x12, 0x34));
    let mut bus = codec(CodecHealth::Deaf);
    set(&mut bus, 0x00, 0x80);
    assert_eq!((get(&mut bus, 0x00), get(&mut bus, 0xFD)), (0x1F, 0x83));
}

/// Registers whose power-on value is not 0, from the data sheet.
const POWER_ON: [(u8, u8); 16] = [
    (0x00, 0x1F),
    (0x03, 0x10),
    (0x04, 0x10),
    (0x06, 0x03),
    (0x08, 0xFF),
    (0x0C, 0x20),
    (0x0D, 0xFC),
    (0x0E, 0x6A),
    (0x10, 0x13),
    (0x11, 0x7C),
    (0x12, 0x02),
    (0x13, 0x40),
    (0x14, 0x10),
    (0x16, 0x04),
    (0x1B, 0x0C),
    (0x1C, 0x4C),
];

#[test]
fn every_register_after_power_on_and_written() {
    let mut bus = codec(CodecHealth::Well);
    for register in 0..=0x45 {
        let listed = POWER_ON.iter().find(|(at, _)| *at == register);
        let expected = match register {
            0x37 => 0x08,
            _ => listed.map_or(0, |(_, value)| *value),
        };
        assert_eq!(get(&mut bus, register), expected, "{register:#04x}");
        set(&mut bus, register, expected ^ 0x01);
        assert_eq!(get(&mut bus, register), expected ^ 0x01);
    }
    assert_eq!(complaints(&bus), []);
    for register in 0x46..=0xFC {
        assert_eq!(get(&mut bus, register), 0);
    }
    assert_eq!(complaints(&bus)[0], CodecComplaint::Unknown(0x46));
    assert_eq!(bus.part(|codec| codec.complaints().count()), 0xFC - 0x45);
}

#[test]
fn what_the_data_sheet_reserves() {
    for (register, value) in [
        (0x03, 0x80),
        (0x04, 0x80),
        (0x06, 0x80),
        (0x07, 0x40),
        (0x0A, 0x8C),
        (0x12, 0x04),
        (0x14, 0x80),
        (0x16, 0x40),
        // A word length of 5, 6 and 7, and the format 2.
        (0x09, 0x14),
        (0x09, 0x18),
        (0x0A, 0x1C),
        (0x09, 0x0E),
    ] {
        let mut bus = codec(CodecHealth::Well);
        set(&mut bus, register, value);
        let reserved = CodecComplaint::Reserved { register, value };
        assert_eq!(complaints(&bus), [reserved]);
    }
    let mut bus = codec(CodecHealth::Well);
    set(&mut bus, 0xFD, 0);
    set(&mut bus, 0x50, 0);
    let refused = [
        CodecComplaint::ReadOnly(0xFD),
        CodecComplaint::Unknown(0x50),
    ];
    assert_eq!(complaints(&bus), refused);
    assert_eq!(get(&mut bus, 0xFD), 0x83);
    assert_eq!(refused[1].to_string(), "no register 0x50");
}

#[test]
fn one_register_at_a_time() {
    let mut bus = codec(CodecHealth::Well);
    assert_eq!(bus.write(ADDRESS, &[0x31, 0x01, 0x02, 0x03]), Ok(()));
    let mut two = [9; 2];
    assert_eq!(bus.write_read(ADDRESS, &[0x31], &mut two), Ok(()));
    assert_eq!((two, get(&mut bus, 0x32)), ([0x01, 0], 0));
    let burst = CodecComplaint::Burst { register: 0x31 };
    assert_eq!(complaints(&bus), [burst, burst]);
    // Two writes that follow each other are one.
    let mut split = [Operation::Write(&[0x32]), Operation::Write(&[7])];
    assert_eq!(bus.transaction(ADDRESS, &mut split), Ok(()));
    assert_eq!(get(&mut bus, 0x32), 7);
}

#[test]
fn faults_come_when_asked_for_and_the_part_does_not_see_the_transfer() {
    let fault = (2, ErrorKind::ArbitrationLoss);
    let mut bus = SimI2c::new(Es8311::new(CodecHealth::Well), vec![fault]);
    set(&mut bus, 0x32, 1);
    assert_eq!(bus.write(ADDRESS, &[0x32, 2]), Err(fault.1));
    assert_eq!((get(&mut bus, 0x32), bus.transactions()), (1, 3));
}

#[test]
fn it_is_powered_when_nothing_is_missing() {
    for without in 0..=UP.len() {
        let mut bus = codec(CodecHealth::Well);
        assert!(bus.part(|codec| codec.is_down()));
        for (_, (register, value)) in UP.iter().enumerate().filter(|(nth, _)| *nth != without) {
            set(&mut bus, *register, *value);
        }
        let needed = [0, 1, 3, 4].contains(&without);
        assert_eq!(bus.part(|codec| codec.is_powered()), !needed, "{without}");
        assert_eq!(complaints(&bus), []);
    }
}

#[test]
fn every_volume_in_decibels() {
    let mut bus = codec(CodecHealth::Well);
    for (value, millibel) in [(0x00, -9_550), (0x01, -9_500), (0xBF, 0), (0xFF, 3_200)] {
        set(&mut bus, 0x32, value);
        assert_eq!(bus.part(|codec| codec.volume_millibel()), millibel);
    }
    assert_eq!(bus.part(|codec| codec.gain()), 0.0);
}

#[test]
fn each_mute_is_one() {
    for (register, bit) in [(0x31, 0x20), (0x31, 0x40), (0x09, 0x40)] {
        let mut bus = codec(CodecHealth::Well);
        assert!(!bus.part(|codec| codec.is_muted()));
        set(&mut bus, register, bit);
        assert!(bus.part(|codec| codec.is_muted()));
    }
}

fn sounding() -> SimI2c<Es8311> {
    let mut bus = codec(CodecHealth::Well);
    bus.part(|codec| codec.set_clocked(true));
    for (register, value) in UP {
        set(&mut bus, register, value);
    }
    assert_eq!(bus.part(|codec| codec.gain_for(16)), 1.0);
    bus
}

#[test]
fn a_sounding_converter_is_not_switched_off() {
    for (register, value) in [(0x00, 0x1F), (0x01, 0x3E), (0x0D, 0xFC), (0x12, 0x02)] {
        let mut bus = sounding();
        set(&mut bus, register, value);
        assert_eq!(complaints(&bus), [CodecComplaint::Pop { register }]);
        assert_eq!(bus.part(|codec| codec.gain()), 0.0);
        for (quiet, how) in [(0x31, 0x60), (0x09, 0x4C), (0x32, 0x00)] {
            let mut bus = sounding();
            set(&mut bus, quiet, how);
            set(&mut bus, register, value);
            bus.part(|codec| codec.set_clocked(false));
            assert_eq!(complaints(&bus), []);
        }
    }
    let bus = sounding();
    bus.part(|codec| codec.set_clocked(false));
    assert_eq!(complaints(&bus), [CodecComplaint::ClockLost]);
}

#[test]
fn samples_of_another_depth_are_noise_and_not_played() {
    let mut bus = sounding();
    assert_eq!(bus.part(|codec| codec.gain_for(24)), 0.0);
    set(&mut bus, 0x09, 0x10);
    assert_eq!(bus.part(|codec| codec.gain_for(32)), 1.0);
    set(&mut bus, 0x31, 0x20);
    assert_eq!(bus.part(|codec| codec.gain_for(16)), 0.0);
    let (expected, got) = (16, 24);
    assert_eq!(complaints(&bus), [CodecComplaint::Depth { expected, got }]);
}

const MONO: Format = Format {
    rate_hz: 8_000,
    depth: Depth::Bits16,
    channels: Channels::Mono,
};

fn frames(samples: &[i16]) -> Vec<u8> {
    samples.iter().flat_map(|s| s.to_le_bytes()).collect()
}

#[test]
fn samples_are_multiplied_rounded_and_cut_off() {
    let mut speaker = Speaker::new(MONO);
    speaker.play(&frames(&[1, -1, 3, i16::MIN, i16::MAX]), 0.5);
    speaker.play(&frames(&[20_000, -20_000, 100, -100]), 2.0);
    let heard = [1, -1, 2, -16_384, 16_384, 32_767, -32_768, 200, -200];
    assert_eq!(speaker.samples(), heard);
    for (depth, bytes, sample) in [
        (Depth::Bits24, vec![0x00, 0x00, 0x80], -0x80_0000),
        (Depth::Bits24, vec![0xFF, 0xFF, 0x7F], 0x7F_FFFF),
        (Depth::Bits32, vec![0, 0, 0, 0x80], i32::MIN),
        (Depth::Bits32, vec![2, 0, 0, 0], 2),
    ] {
        for gain in [1.0, 1_000.0] {
            let mut speaker = Speaker::new(Format { depth, ..MONO });
            speaker.play(&bytes, gain);
            let loud = if sample == 2 { 2 * gain as i32 } else { sample };
            assert_eq!(speaker.samples(), [loud]);
        }
    }
}

#[test]
fn silence_counts_between_sounds_only() {
    let mut speaker = Speaker::new(MONO);
    for part in [&[0, 0][..], &[0, 5], &[0, 0, 0], &[7, 0], &[0, 0]] {
        speaker.play(&frames(part), 1.0);
    }
    assert_eq!(speaker.samples(), [0, 5, 0, 0, 0, 7, 0]);
}

#[test]
fn the_wav_is_the_recording() {
    let depths = [Depth::Bits16, Depth::Bits24, Depth::Bits32];
    for (depth, channels) in
        depths
            .into_iter()
            .zip([Channels::Mono, Channels::Stereo, Channels::Stereo])
    {
        let format = Format {
            rate_hz: 44_100,
            depth,
            channels,
        };
        let mut speaker = Speaker::new(format);
        let bytes: Vec<u8> = (0..240).collect();
        speaker.play(&bytes, 1.0);
        let wav = speaker.wav().expect("encodes");
        let mut reader = hound::WavReader::new(std::io::Cursor::new(wav)).expect("a WAV");
        let spec = reader.spec();
        assert_eq!(
            (spec.sample_rate, spec.channels),
            (44_100, channels.count().into())
        );
        assert_eq!(spec.bits_per_sample, depth.bits().into());
        let samples: Result<Vec<i32>, _> = reader.samples().collect();
        assert_eq!(samples.expect("whole"), speaker.samples());
        assert_eq!(speaker.samples().len(), 240 / depth.bytes());
    }
}

#[test]
fn a_recording_that_cannot_be_saved_is_an_error() {
    let nowhere = std::path::Path::new("no/such/folder/speaker.wav");
    let saved = Speaker::new(MONO).save(nowhere).map_err(|e| e.kind());
    assert_eq!(saved, Err(std::io::ErrorKind::NotFound));
}

proptest! {
    /// Any bytes at all: nothing panics, and what is read is what was written.
    #[test]
    fn any_transfers_are_obeyed_or_complained_about(
        writes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..5), 0..200),
    ) {
        let mut bus = codec(CodecHealth::Well);
        let mut last = std::collections::BTreeMap::new();
        for bytes in writes {
            prop_assert_eq!(bus.write(ADDRESS, &bytes), Ok(()));
            if let [register @ 0..=0x45, value, ..] = bytes[..] {
                last.insert(register, value);
            }
        }
        for (register, value) in last {
            prop_assert_eq!(get(&mut bus, register), value);
        }
    }
}
