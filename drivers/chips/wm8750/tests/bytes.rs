//! Every byte on the bus, and every way in which the bus can fail.

use chip_testing::codec::{CD, Calls};
use chip_testing::writes;
use chip_wm8750::{Address, Config, MasterClock, Output, Wm8750};
use class_audio::{AudioError, Channels, Codec, Depth, Format};
use embedded_hal_mock::eh1::delay::NoopDelay;
use embedded_hal_mock::eh1::i2c::{Mock, Transaction};

const WIRED: Config = Config {
    address: Address::CsbLow,
    output: Output::First,
    master_clock: MasterClock::Times(256),
};

/// Setting up for a CD with 256 cycles of MCLK a sample.
const SET_UP: [[u8; 2]; 12] = [
    [0x1E, 0x00],
    [0x0A, 0x08],
    [0x0E, 0x02],
    [0x10, 0x20],
    [0x45, 0x50],
    [0x4B, 0x50],
    [0x14, 0x00],
    [0x17, 0x00],
    [0x04, 0x79],
    [0x07, 0x79],
    [0x50, 0x79],
    [0x53, 0x79],
];
const POWER_UP: [[u8; 2]; 3] = [[0x33, 0xC0], [0x32, 0xC0], [0x35, 0xE0]];
const POWER_DOWN: [[u8; 2]; 3] = [[0x0A, 0x08], [0x34, 0x00], [0x32, 0x01]];

fn codec(script: &[Transaction], config: Config) -> Wm8750<Mock, NoopDelay> {
    Wm8750::new(Mock::new(script), NoopDelay::new(), config)
}

fn done(codec: Wm8750<Mock, NoopDelay>) {
    codec.release().0.done();
}

fn calls() -> Calls {
    let writes = |list: &[[u8; 2]]| writes(0x1A, list);
    Calls {
        configure: writes(&SET_UP),
        identify: 0,
        power_up: writes(&POWER_UP),
        loudest: writes(&[[0x14, 0xFF], [0x17, 0xFF]]),
        sound: writes(&[[0x0A, 0x00]]),
        mute: writes(&[[0x0A, 0x08]]),
        power_down: writes(&POWER_DOWN),
    }
}

fn open(bus: Mock) -> Wm8750<Mock, NoopDelay> {
    Wm8750::new(bus, NoopDelay::new(), WIRED)
}

#[test]
fn from_setting_up_to_powering_down() {
    calls().play(open);
}

#[test]
fn every_error_is_told_and_leaves_it_muted_and_down() {
    assert_eq!(calls().fail_each(open), 7 * (12 + 3 + 2 + 1 + 1 + 3));
}

#[test]
fn the_quietest_level_is_the_lowest_step() {
    let mut codec = codec(&writes(0x1A, &[[0x14, 0x01], [0x17, 0x01]]), WIRED);
    assert_eq!(codec.set_volume(0), Ok(()));
    done(codec);
}

#[test]
fn the_other_address_the_other_outputs_and_word_lengths() {
    for (output, power) in [(Output::Second, [0x35, 0x98]), (Output::Both, [0x35, 0xF8])] {
        for (depth, word) in [(Depth::Bits24, 0x0A), (Depth::Bits32, 0x0E)] {
            let mut script = SET_UP.to_vec();
            script[2] = [0x0E, word];
            script[3] = [0x10, 0x14];
            script.extend([[0x33, 0xC0], [0x32, 0xC0], power]);
            let config = Config {
                address: Address::CsbHigh,
                output,
                master_clock: MasterClock::Hertz(12_288_000),
            };
            let mut codec = codec(&writes(0x1B, &script), config);
            let format = Format {
                rate_hz: 16_000,
                depth,
                channels: Channels::Mono,
            };
            assert_eq!(codec.configure(format), Ok(()));
            assert_eq!(codec.power_up(), Ok(()));
            done(codec);
        }
    }
}

#[test]
fn rates_that_it_cannot_do_are_refused_before_the_bus_is_touched() {
    for rate_hz in [0, 1, 7_999, 44_101, 192_000, u32::MAX] {
        let mut codec = codec(&[], WIRED);
        let refused = codec.configure(Format { rate_hz, ..CD });
        assert_eq!(refused, Err(AudioError::Rate), "{rate_hz}");
        done(codec);
    }
    for master_clock in [
        MasterClock::Hertz(12_288_000),
        MasterClock::Hertz(0),
        MasterClock::Times(100),
    ] {
        let wired = Config {
            master_clock,
            ..WIRED
        };
        let mut codec = codec(&[], wired);
        assert_eq!(codec.configure(CD), Err(AudioError::Rate));
        done(codec);
    }
}
