//! An ES8388 by its driver: set up, heard, and set to other clocks.

use board_models::{Es8388, Machine, Soldered, Soldering, SoundPart};
use board_support::{I2cWires, I2sWires, Pin, Platform};
use chip_es8388::{Address, Config, MasterClock, Output};
use class_audio::{Channels, Codec, Depth, Format, SamplePath};

const fn format(depth: Depth) -> Format {
    Format {
        rate_hz: 44_100,
        depth,
        channels: Channels::Stereo,
    }
}

struct Kit<const TEST: u8>;

impl<const TEST: u8> Soldered for Kit<TEST> {
    fn solder(board: &mut Soldering) {
        let pin = Pin::gpio;
        let i2c = board.i2c(pin(33), pin(32));
        let codec = board.on_i2c(i2c, Es8388::new());
        let i2s = board.i2s(Some(pin(0)), pin(27), pin(25), pin(26));
        board.on_i2s(i2s, &codec);
    }
}

const I2C: I2cWires = I2cWires {
    controller: 0,
    sda: Pin::gpio(33),
    scl: Pin::gpio(32),
    hz: 400_000,
};

const I2S: I2sWires = I2sWires {
    controller: 0,
    mclk: Some(Pin::gpio(0)),
    bclk: Pin::gpio(27),
    ws: Pin::gpio(25),
    dout: Pin::gpio(26),
};

fn codec<P: Platform>(master_clock: MasterClock) -> chip_es8388::Es8388<P::I2c, P::Delay> {
    let config = Config {
        address: Address::CeLow,
        output: Output::Both,
        master_clock,
    };
    chip_es8388::Es8388::new(P::i2c(&I2C).expect("the bus"), P::delay(), config)
}

#[test]
fn as_the_player_does_it_in_every_depth() {
    type Here = Machine<Kit<0>>;
    let mut codec = codec::<Here>(MasterClock::Times(256));
    let mut path = Here::samples(&I2S, Box::new(|_| ())).expect("the path");
    for depth in [Depth::Bits16, Depth::Bits24, Depth::Bits32] {
        let format = format(depth);
        let gain = || Here::bench().part(|codec: &mut Es8388| codec.gain_for(format));
        assert_eq!(codec.configure(format), Ok(()));
        assert_eq!(path.configure(format).and_then(|()| path.start()), Ok(()));
        assert_eq!(codec.power_up(), Ok(()));
        assert_eq!(gain(), Some(0.0));
        assert_eq!(codec.set_mute(false), Ok(()));
        for (level, decibels) in [(0, -96.0), (255, 0.0)] {
            assert_eq!(codec.set_volume(level), Ok(()));
            let heard = gain().map_or(0.0, |gain| 20.0 * gain.log10());
            assert!((heard - decibels).abs() < 1e-6, "{heard}");
        }
        assert_eq!(
            codec.set_mute(true).and_then(|()| codec.power_down()),
            Ok(())
        );
        assert_eq!(path.stop(), Ok(()));
    }
    assert_eq!(Here::bench().complaints(), [""; 0]);
    assert!(Here::bench().restless().is_empty());
}

#[test]
fn set_to_other_clocks_it_is_silent_and_says_so() {
    type Here = Machine<Kit<1>>;
    let format = format(Depth::Bits16);
    let gain = || Here::bench().part(|codec: &mut Es8388| codec.gain_for(format));
    let mut codec = codec::<Here>(MasterClock::Times(128));
    let mut path = Here::samples(&I2S, Box::new(|_| ())).expect("the path");
    assert_eq!(codec.configure(format), Ok(()));
    assert_eq!(path.start(), Ok(()));
    assert_eq!(
        codec.power_up().and_then(|()| codec.set_mute(false)),
        Ok(())
    );
    assert_eq!(gain(), Some(0.0));
    let told = Here::bench().complaints();
    assert!(told[0].contains("other clocks"), "{told:?}");
    // Without clocks, too.
    assert_eq!(path.stop(), Ok(()));
    assert_eq!(gain(), Some(0.0));
}
