//! Every byte on the bus, and every way in which the bus can fail.

use chip_testing::I2C_KINDS;
use chip_wm8750::{Address, Config, MasterClock, Output, Wm8750};
use class_audio::{AudioError, Channels, Codec, Depth, Format};
use embedded_hal::i2c::ErrorKind;
use embedded_hal_mock::eh1::delay::NoopDelay;
use embedded_hal_mock::eh1::i2c::{Mock, Transaction};

const CD: Format = Format {
    rate_hz: 44_100,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

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

fn writes_to(address: u8, writes: &[[u8; 2]]) -> Vec<Transaction> {
    let write = |bytes: &[u8; 2]| Transaction::write(address, bytes.to_vec());
    writes.iter().map(write).collect()
}

fn writes(writes: &[[u8; 2]]) -> Vec<Transaction> {
    writes_to(0x1A, writes)
}

fn codec(script: &[Transaction], config: Config) -> Wm8750<Mock, NoopDelay> {
    Wm8750::new(Mock::new(script), NoopDelay::new(), config)
}

fn done(codec: Wm8750<Mock, NoopDelay>) {
    codec.release().0.done();
}

/// What a player asks of any codec.
fn play<C: Codec>(codec: &mut C) -> Result<(), C::Error> {
    codec.configure(CD)?;
    codec.power_up()?;
    codec.set_volume(255)?;
    codec.set_mute(false)?;
    codec.set_mute(true)?;
    codec.power_down()
}

#[test]
fn from_setting_up_to_powering_down() {
    let sound = [[0x14, 0xFF], [0x17, 0xFF], [0x0A, 0x00], [0x0A, 0x08]];
    let script = [&SET_UP[..], &POWER_UP, &sound, &POWER_DOWN].concat();
    let mut codec = codec(&writes(&script), WIRED);
    assert_eq!(play(&mut codec), Ok(()));
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
            let mut codec = codec(&writes_to(0x1B, &script), config);
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

/// The script with its n-th transaction failing, and what the driver does
/// about it after that.
fn failing(script: &[[u8; 2]], nth: usize, kind: ErrorKind, after: &[[u8; 2]]) -> Vec<Transaction> {
    chip_testing::failing(&writes(script), nth, kind, writes(after))
}

#[test]
fn every_error_of_setting_up_and_powering_up_leaves_it_muted_and_down() {
    let mut points = 0;
    for kind in I2C_KINDS {
        let failed = Err(AudioError::Bus(kind));
        for nth in 0..SET_UP.len() {
            let mut codec = codec(&failing(&SET_UP, nth, kind, &POWER_DOWN), WIRED);
            assert_eq!(codec.configure(CD), failed);
            done(codec);
            points += 1;
        }
        for nth in 0..POWER_UP.len() {
            let mut codec = codec(&failing(&POWER_UP, nth, kind, &POWER_DOWN), WIRED);
            assert_eq!(codec.power_up(), failed);
            done(codec);
            points += 1;
        }
    }
    assert_eq!(points, 7 * (12 + 3));
}

#[test]
fn every_error_of_powering_down_is_told_and_every_step_is_tried() {
    for kind in I2C_KINDS {
        for nth in 0..POWER_DOWN.len() {
            let script = failing(&POWER_DOWN, nth, kind, &POWER_DOWN[nth + 1..]);
            let mut codec = codec(&script, WIRED);
            assert_eq!(codec.power_down(), Err(AudioError::Bus(kind)));
            done(codec);
        }
    }
}

#[test]
fn errors_of_volume_and_mute_are_told() {
    let volume = [[0x14, 0x01], [0x17, 0x01]];
    for kind in I2C_KINDS {
        for nth in 0..2 {
            let mut codec = codec(&failing(&volume, nth, kind, &[]), WIRED);
            assert_eq!(codec.set_volume(0), Err(AudioError::Bus(kind)));
            done(codec);
        }
        let mut codec = codec(&failing(&[[0x0A, 0x08]], 0, kind, &[]), WIRED);
        assert_eq!(codec.set_mute(true), Err(AudioError::Bus(kind)));
        done(codec);
    }
}
