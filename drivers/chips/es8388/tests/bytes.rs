//! Every byte on the bus, and every way in which the bus can fail.

use chip_es8388::{Address, Config, Es8388, MasterClock, Output};
use chip_testing::codec::{CD, Calls};
use chip_testing::writes;
use class_audio::{AudioError, Channels, Codec, Depth, Format};
use embedded_hal::delay::DelayNs;
use embedded_hal::i2c::ErrorKind;
use embedded_hal_mock::eh1::delay::NoopDelay;
use embedded_hal_mock::eh1::i2c::{Mock, Transaction};

const WIRED: Config = Config {
    address: Address::CeLow,
    output: Output::Both,
    master_clock: MasterClock::Times(256),
};

/// Setting up for a CD with 256 cycles of MCLK a sample.
const SET_UP: [[u8; 2]; 23] = [
    [0x19, 0x04],
    [0x04, 0xC0],
    [0x02, 0xF3],
    [0x00, 0x12],
    [0x01, 0x50],
    [0x35, 0xA0],
    [0x37, 0xD0],
    [0x39, 0xD0],
    [0x03, 0xFF],
    [0x26, 0x00],
    [0x27, 0x90],
    [0x2A, 0x90],
    [0x2B, 0x80],
    [0x2D, 0x00],
    [0x1A, 0xC0],
    [0x1B, 0xC0],
    [0x2E, 0x1E],
    [0x2F, 0x1E],
    [0x30, 0x1E],
    [0x31, 0x1E],
    [0x08, 0x00],
    [0x17, 0x18],
    [0x18, 0x02],
];
const POWER_UP: [[u8; 2]; 3] = [[0x02, 0xF0], [0x02, 0x00], [0x04, 0x3C]];
const POWER_DOWN: [[u8; 2]; 3] = [[0x19, 0x04], [0x04, 0xC0], [0x02, 0xF3]];

/// What [`SET_UP`] is, for the few registers that a format changes.
fn set_up_with(changed: &[[u8; 2]]) -> Vec<[u8; 2]> {
    let mut writes = SET_UP.to_vec();
    for [register, value] in changed {
        let write = writes.iter_mut().rfind(|write| write[0] == *register);
        write.expect("it is written")[1] = *value;
    }
    writes
}

fn codec(script: &[Transaction], config: Config) -> Es8388<Mock, NoopDelay> {
    Es8388::new(Mock::new(script), NoopDelay::new(), config)
}

fn done(codec: Es8388<Mock, NoopDelay>) {
    codec.release().0.done();
}

fn calls() -> Calls {
    let writes = |list: &[[u8; 2]]| writes(0x10, list);
    Calls {
        configure: writes(&SET_UP),
        identify: 0,
        power_up: writes(&POWER_UP),
        loudest: writes(&[[0x1A, 0], [0x1B, 0]]),
        sound: writes(&[[0x19, 0x00]]),
        mute: writes(&[[0x19, 0x04]]),
        power_down: writes(&POWER_DOWN),
    }
}

fn open(bus: Mock) -> Es8388<Mock, NoopDelay> {
    Es8388::new(bus, NoopDelay::new(), WIRED)
}

#[test]
fn from_setting_up_to_powering_down() {
    calls().play(open);
}

#[test]
fn every_error_is_told_and_leaves_it_muted_and_down() {
    assert_eq!(calls().fail_each(open), 7 * (23 + 3 + 2 + 1 + 1 + 3));
}

#[test]
fn the_other_address_the_other_outputs_and_a_fixed_master_clock() {
    for (output, power) in [(Output::First, 0x30), (Output::Second, 0x0C)] {
        let changed = [[0x08, 0x40], [0x17, 0x20], [0x18, 0x06]];
        let mut script = set_up_with(&changed);
        script.extend([[0x02, 0xF0], [0x02, 0x00], [0x04, power]]);
        let config = Config {
            address: Address::CeHigh,
            output,
            master_clock: MasterClock::Hertz(24_576_000),
        };
        let mut codec = codec(&writes(0x11, &script), config);
        let format = Format {
            rate_hz: 16_000,
            depth: Depth::Bits32,
            channels: Channels::Mono,
        };
        assert_eq!(codec.configure(format), Ok(()));
        assert_eq!(codec.power_up(), Ok(()));
        done(codec);
    }
}

#[test]
fn word_lengths() {
    for (depth, word) in [
        (Depth::Bits16, 0x18),
        (Depth::Bits24, 0x00),
        (Depth::Bits32, 0x20),
    ] {
        let mut codec = codec(&writes(0x10, &set_up_with(&[[0x17, word]])), WIRED);
        assert_eq!(codec.configure(Format { depth, ..CD }), Ok(()));
        done(codec);
    }
}

#[test]
fn rates_that_it_cannot_do_are_refused_before_the_bus_is_touched() {
    for rate_hz in [0, 1, 7_999, 96_001, 192_000, u32::MAX] {
        let mut codec = codec(&[], WIRED);
        let refused = codec.configure(Format { rate_hz, ..CD });
        assert_eq!(refused, Err(AudioError::Rate), "{rate_hz}");
        done(codec);
    }
    for master_clock in [
        MasterClock::Hertz(12_000_000),
        MasterClock::Hertz(0),
        MasterClock::Times(100),
        MasterClock::Times(u32::MAX),
    ] {
        let mut codec = codec(
            &[],
            Config {
                master_clock,
                ..WIRED
            },
        );
        assert_eq!(codec.configure(CD), Err(AudioError::Rate));
        done(codec);
    }
}

/// Adds up what it was asked to wait.
struct Stopwatch(u64);

impl DelayNs for Stopwatch {
    fn delay_ns(&mut self, ns: u32) {
        self.0 += u64::from(ns);
    }
}

#[test]
fn powering_up_takes_100_ms() {
    let mut codec = Es8388::new(Mock::new(&writes(0x10, &POWER_UP)), Stopwatch(0), WIRED);
    assert_eq!(codec.power_up(), Ok(()));
    let (mut bus, watch) = codec.release();
    assert_eq!(watch.0, 100_000_000);
    bus.done();
}

#[test]
fn a_part_whose_outputs_are_off_was_reset() {
    let ask = |value| Transaction::write_read(0x10, vec![0x04], vec![value]);
    let script = [ask(0x3C), ask(0xC0), ask(0).with_error(ErrorKind::Bus)];
    let mut codec = codec(&script, WIRED);
    assert_eq!(codec.was_reset(), Ok(false));
    assert_eq!(codec.was_reset(), Ok(true), "as after power-on");
    assert_eq!(codec.was_reset(), Err(AudioError::Bus(ErrorKind::Bus)));
    done(codec);
}
