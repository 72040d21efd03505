//! A CS43L22 by its driver: set up, heard, and without the clocks it needs.

use board_models::{Cs43l22, Machine, Model, Soldered, Soldering, SoundPart};
use board_support::{I2cWires, I2sWires, Pin, Platform};
use chip_cs43l22::{Address, Config, Output};
use class_audio::{AudioError, Channels, Codec, Depth, Format, SamplePath};

const FORMAT: Format = Format {
    rate_hz: 48_000,
    depth: Depth::Bits16,
    channels: Channels::Stereo,
};

struct Discovery<const TEST: u8>;

impl<const TEST: u8> Soldered for Discovery<TEST> {
    fn solder(board: &mut Soldering) {
        let pin = Pin::port;
        let i2c = board.i2c(pin('B', 9), pin('B', 6));
        let codec = board.on_i2c(i2c, Cs43l22::new());
        board.drives(pin('D', 4), &codec, |codec, level, now| {
            codec.set_reset(level > 0, now);
        });
        let i2s = board.i2s(Some(pin('C', 7)), pin('C', 10), pin('A', 4), pin('C', 12));
        board.on_i2s(i2s, &codec);
    }
}

const I2C: I2cWires = I2cWires {
    controller: 1,
    sda: Pin::port('B', 9),
    scl: Pin::port('B', 6),
    hz: 100_000,
};

const I2S: I2sWires = I2sWires {
    controller: 3,
    mclk: Some(Pin::port('C', 7)),
    bclk: Pin::port('C', 10),
    ws: Pin::port('A', 4),
    dout: Pin::port('C', 12),
};

fn codec<P: Platform>() -> impl Codec<Error = AudioError> {
    let config = Config {
        address: Address::Ad0Low,
        output: Output::Headphones,
        halve_mclk: false,
    };
    let bus = P::i2c(&I2C).expect("the bus");
    let reset = P::output(Pin::port('D', 4), false).expect("the pin");
    chip_cs43l22::Cs43l22::new(bus, reset, P::delay(), config)
}

#[test]
fn as_the_player_does_it() {
    type Here = Machine<Discovery<0>>;
    let gain = || Here::bench().part(|codec: &mut Cs43l22| codec.gain_for(FORMAT));
    let mut codec = codec::<Here>();
    let mut path = Here::samples(&I2S, Box::new(|_| ())).expect("the path");
    assert_eq!(codec.configure(FORMAT), Ok(()));
    assert_eq!(path.configure(FORMAT).and_then(|()| path.start()), Ok(()));
    assert_eq!(codec.power_up(), Ok(()));
    assert_eq!(gain(), Some(0.0));
    assert_eq!(
        codec.set_volume(228).and_then(|()| codec.set_mute(false)),
        Ok(())
    );
    assert_eq!(gain(), Some(1.0));
    // From -102 dB to 12 dB.
    for (level, decibels) in [(0, -102.0), (255, 12.0)] {
        assert_eq!(codec.set_volume(level), Ok(()));
        let heard = gain().map_or(0.0, |gain| 20.0 * gain.log10());
        assert!((heard - decibels).abs() < 1e-6, "{heard}");
    }
    assert_eq!(
        codec.set_mute(true).and_then(|()| codec.power_down()),
        Ok(())
    );
    assert_eq!(path.stop(), Ok(()));
    assert_eq!(Here::bench().complaints(), [""; 0]);
    assert!(Here::bench().restless().is_empty());
}

#[test]
fn without_a_master_clock_there_is_no_lock() {
    type Here = Machine<Discovery<1>>;
    let mut codec = codec::<Here>();
    let wires = I2sWires { mclk: None, ..I2S };
    let mut path = Here::samples(&wires, Box::new(|_| ())).expect("the path");
    assert_eq!(codec.configure(FORMAT), Ok(()));
    assert_eq!(path.start(), Ok(()));
    assert_eq!(codec.power_up(), Err(AudioError::NoLock));
    assert!(Here::bench().restless().is_empty());
}

#[test]
fn what_a_driver_must_not_do_is_told() {
    let told = |does: fn(&mut Cs43l22)| {
        let mut part = Cs43l22::new();
        does(&mut part);
        part.complaints().first().to_vec()
    };
    let early = told(|part| {
        board_models::I2cPart::start_write(part);
        board_models::I2cPart::write(part, 0x02);
        board_models::I2cPart::write(part, 0x9E);
    });
    assert_eq!(early, ["powered up without the settings of section 4.11"]);
    let short = told(|part| {
        part.set_reset(false, 0);
        part.set_reset(true, 10);
    });
    assert_eq!(short, ["a reset of 10 ns"]);
}
