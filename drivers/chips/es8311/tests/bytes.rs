//! Every byte on the bus, and every way in which the bus can fail.

use chip_es8311::{Address, Es8311, MasterClock};
use chip_testing::codec::{CD, Calls};
use class_audio::{AudioError, Channels, Codec, Depth, Format};
use embedded_hal::i2c::ErrorKind;
use embedded_hal_mock::eh1::delay::NoopDelay;
use embedded_hal_mock::eh1::i2c::{Mock, Transaction};

const ADDRESS: u8 = 0x18;

fn ids(high: u8, low: u8) -> [Transaction; 2] {
    [(0xFD, high), (0xFE, low)]
        .map(|(register, id)| Transaction::write_read(ADDRESS, vec![register], vec![id]))
}

fn writes(writes: &[[u8; 2]]) -> Vec<Transaction> {
    chip_testing::writes(ADDRESS, writes)
}

/// What [`SET_UP`] is, for the few registers that a format changes.
fn set_up_with(changed: &[[u8; 2]]) -> Vec<[u8; 2]> {
    let mut writes = SET_UP.to_vec();
    for [register, value] in changed {
        // The last, where a register is written twice.
        let write = writes.iter_mut().rfind(|write| write[0] == *register);
        write.expect("it is written")[1] = *value;
    }
    writes
}

/// Setting up for a CD with 256 cycles of MCLK a sample.
const SET_UP: [[u8; 2]; 16] = [
    [0x00, 0x1F],
    [0x00, 0x00],
    [0x31, 0x60],
    [0x32, 0x00],
    [0x0B, 0x00],
    [0x0C, 0x00],
    [0x13, 0x10],
    [0x37, 0x08],
    [0x45, 0x00],
    [0x01, 0x35],
    [0x02, 0x00],
    [0x03, 0x10],
    [0x04, 0x10],
    [0x05, 0x00],
    [0x09, 0x0C],
    [0x0A, 0x4C],
];

fn set_up() -> Vec<Transaction> {
    let mut script = ids(0x83, 0x11).to_vec();
    script.extend(writes(&SET_UP));
    script
}

fn power_up() -> Vec<Transaction> {
    writes(&[[0x00, 0x80], [0x0D, 0x01], [0x0E, 0x6A], [0x12, 0x00]])
}

fn power_down() -> Vec<Transaction> {
    writes(&[
        [0x31, 0x60],
        [0x32, 0x00],
        [0x0E, 0xFF],
        [0x12, 0x02],
        [0x0D, 0xFA],
        [0x00, 0x00],
        [0x00, 0x1F],
        [0x01, 0x30],
        [0x01, 0x00],
        [0x0D, 0xFC],
    ])
}

fn codec(script: &[Transaction]) -> Es8311<Mock, NoopDelay> {
    open(Mock::new(script))
}

fn done(codec: Es8311<Mock, NoopDelay>) {
    codec.release().0.done();
}

fn calls() -> Calls {
    Calls {
        configure: set_up(),
        identify: 2,
        power_up: power_up(),
        loudest: writes(&[[0x32, 255]]),
        sound: writes(&[[0x31, 0x00]]),
        mute: writes(&[[0x31, 0x60]]),
        power_down: power_down(),
    }
}

fn open(bus: Mock) -> Es8311<Mock, NoopDelay> {
    let clock = MasterClock::Times(256);
    Es8311::new(bus, NoopDelay::new(), Address::CeLow, clock)
}

#[test]
fn from_setting_up_to_powering_down() {
    calls().play(open);
}

#[test]
fn every_error_is_told_and_leaves_it_muted_and_down() {
    assert_eq!(calls().fail_each(open), 7 * (18 + 4 + 1 + 1 + 1 + 10));
}

/// 64 cycles of BCLK a frame make 1.024 MHz at 16 kHz, times 4.
#[test]
fn the_other_address_and_the_bit_clock() {
    let changed = [[0x01, 0xB5], [0x02, 0x10], [0x09, 0x10], [0x0A, 0x50]];
    let id = |register, id| Transaction::write_read(0x19, vec![register], vec![id]);
    let mut script = vec![id(0xFD, 0x83), id(0xFE, 0x11)];
    script.extend(chip_testing::writes(0x19, &set_up_with(&changed)));
    let (bus, clock) = (Mock::new(&script), MasterClock::BitClock);
    let mut codec = Es8311::new(bus, NoopDelay::new(), Address::CeHigh, clock);
    let format = Format {
        rate_hz: 16_000,
        depth: Depth::Bits32,
        channels: Channels::Mono,
    };
    assert_eq!(codec.configure(format), Ok(()));
    done(codec);
}

#[test]
fn word_lengths() {
    for (depth, word) in [
        (Depth::Bits16, 0x0C),
        (Depth::Bits24, 0x00),
        (Depth::Bits32, 0x10),
    ] {
        let mut script = ids(0x83, 0x11).to_vec();
        script.extend(writes(&set_up_with(&[[0x09, word], [0x0A, 0x40 | word]])));
        let mut codec = codec(&script);
        assert_eq!(codec.configure(Format { depth, ..CD }), Ok(()));
        done(codec);
    }
}

#[test]
fn another_part_is_named_and_not_written_to() {
    for (high, low) in [(0x83, 0x88), (0x00, 0x11), (0xFF, 0xFF)] {
        let mut codec = codec(&ids(high, low));
        let expected = "es8311";
        let found = u16::from_be_bytes([high, low]);
        let refused = codec.configure(CD);
        assert_eq!(refused, Err(AudioError::WrongPart { expected, found }));
        done(codec);
    }
}

#[test]
fn rates_that_it_cannot_do_are_refused_before_the_bus_is_touched() {
    for rate_hz in [0, 1, 7_999, 96_001, 192_000, u32::MAX] {
        let mut codec = codec(&[]);
        let refused = codec.configure(Format { rate_hz, ..CD });
        assert_eq!(refused, Err(AudioError::Rate), "{rate_hz}");
        done(codec);
    }
    let none = Mock::new(&[]);
    let clock = MasterClock::Hertz(12_000_000);
    let mut codec = Es8311::new(none, NoopDelay::new(), Address::CeLow, clock);
    assert_eq!(codec.configure(CD), Err(AudioError::Rate));
    done(codec);
}

#[test]
fn a_level_is_a_register_is_half_a_decibel() {
    let script: Vec<_> = (0..=255)
        .flat_map(|level| writes(&[[0x32, level]]))
        .collect();
    let mut codec = codec(&script);
    let range = codec.volume_range();
    for level in 0..=255 {
        assert_eq!(codec.set_volume(level), Ok(()));
        assert_eq!(range.millibel(level), -9_550 + 50 * i16::from(level));
    }
    assert_eq!((range.millibel(0), range.millibel(255)), (-9_550, 3_200));
    done(codec);
}

#[test]
fn a_state_machine_that_stands_still_is_a_reset() {
    let ask = |value| Transaction::write_read(0x18, vec![0x00], vec![value]);
    let lost = Transaction::write_read(0x18, vec![0x00], vec![0]).with_error(ErrorKind::Bus);
    let mut codec = codec(&[ask(0x80), ask(0x1F), ask(0x00), lost]);
    assert_eq!(codec.was_reset(), Ok(false));
    assert_eq!(codec.was_reset(), Ok(true), "as after power-on");
    assert_eq!(codec.was_reset(), Ok(true), "powered down by somebody else");
    assert_eq!(codec.was_reset(), Err(AudioError::Bus(ErrorKind::Bus)));
    done(codec);
}
