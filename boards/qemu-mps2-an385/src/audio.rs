//! Sound: QEMU's WM8750 on the shield's I2C.

use board_parts::{Audio, AudioPlace};
use board_support::{BoardError, Device, HasAudio, I2sWires, Pin, Platform};
use chip_wm8750::{Address, Config, MasterClock, Output, Wm8750};
use class_audio::{Doorbell, Format};
use platform_mps2_an385::{Delay, I2c, Mps2An385};

use crate::{Board, SHIELD_I2C};

/// Bytes that the ring holds: 85 ms of stereo at 48 kHz.
pub const AUDIO_RING: usize = 16 << 10;

/// The way of samples. It has no pins: QEMU logs what is sent.
const SAMPLES: I2sWires = I2sWires {
    controller: 0,
    mclk: None,
    bclk: Pin::gpio(0),
    ws: Pin::gpio(0),
    dout: Pin::gpio(0),
};

const CODEC: Device = Device::new("wm8750", 0x1A);

/// The clock at its pin MCLK is a fixed one.
const WIRED: Config = Config {
    address: Address::CsbLow,
    output: Output::First,
    master_clock: MasterClock::Hertz(12_288_000),
};

static PLACE: AudioPlace<AUDIO_RING> = AudioPlace::new();

impl HasAudio for Board {
    type Audio = Audio<Mps2An385, Wm8750<I2c, Delay>, AUDIO_RING>;

    /// Samples of 16 bits, at 8, 12, 16, 24, 32, 48 and 96 kHz.
    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let claim = PLACE.claim()?;
        let codec = Wm8750::new(Mps2An385::i2c(&SHIELD_I2C)?, Mps2An385::delay(), WIRED);
        claim.open(&SAMPLES, (codec, Some(CODEC)), (format, volume), doorbell)
    }
}
