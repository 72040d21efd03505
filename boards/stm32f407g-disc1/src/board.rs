//! The board: its parts, and how each is brought up.

use core::marker::PhantomData;

use board_parts::{Audio, AudioPlace, Kept, Spi, SpiPlace, Touch, TouchPlace, TouchWiring};
use board_support::{
    Board, BoardError, Device, Edge, HasAudio, HasDelay, HasSpi, HasTouch, Platform,
};
use chip_cs43l22::{Address, Config, Cs43l22, Output};
use chip_ft6x36::Ft6x36;
use class_audio::Format;
use class_spi::SpiConfig;
use class_touch::{Doorbell, PanelSize};

use crate::pins;

/// Events that the touch ring holds.
pub const TOUCH_EVENTS: usize = 128;
/// Bytes that the audio ring holds: 46 ms of stereo at 44.1 kHz.
pub const AUDIO_BYTES: usize = 8 << 10;
/// Transactions that the flash's rings hold.
pub const SPI_QUEUE: usize = 16;
/// Bytes of them, each way.
pub const SPI_BYTES: usize = 8 << 10;

static TOUCH: TouchPlace<TOUCH_EVENTS> = TouchPlace::new();
static AUDIO: AudioPlace<AUDIO_BYTES> = AudioPlace::new();
static FLASH: SpiPlace<SPI_QUEUE, SPI_BYTES, SPI_BYTES> = SpiPlace::new();

const TOUCH_CHIP: Device = Device::new("ft6x36", 0x38);
const CODEC: Device = Device::new("cs43l22", Address::Ad0Low as u16);

/// The range of the touch module: 240 x 320, as most have it.
const SIZE: PanelSize = PanelSize {
    width: 240,
    height: 320,
};

/// The headphones, at a master clock of 256 times the sample rate.
const HEADPHONES: Config = Config {
    address: Address::Ad0Low,
    output: Output::Headphones,
    halve_mclk: false,
};

/// The board, on the platform `P`.
pub struct Disc1<P>(PhantomData<fn() -> P>);

impl<P: Platform> Board for Disc1<P> {
    const NAME: &'static str = "stm32f407g-disc1";
}

impl<P: Platform> HasTouch for Disc1<P> {
    type Touch = Touch<P, Ft6x36<P::I2c>, TOUCH_EVENTS>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let claim = TOUCH.claim()?;
        let chip = Ft6x36::open(P::i2c(&pins::I2C)?, chip_ft6x36::Config::default());
        let chip = chip.map_err(|error| TOUCH_CHIP.touch_error(error))?;
        let wiring = TouchWiring::new(pins::TOUCH_INT, Edge::Falling, SIZE);
        claim.open(wiring, chip, doorbell)
    }
}

/// The codec.
pub type Codec<P> = Cs43l22<<P as Platform>::I2c, <P as Platform>::Output, <P as Platform>::Delay>;

impl<P: Platform> HasAudio for Disc1<P> {
    type Audio = Audio<P, Codec<P>, AUDIO_BYTES>;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let claim = AUDIO.claim()?;
        let bus = P::i2c(&pins::I2C)?;
        let reset = P::output(pins::CODEC_RESET, false)?;
        let codec = Cs43l22::new(bus, reset, P::delay(), HEADPHONES);
        claim.open(&pins::I2S, (codec, Some(CODEC)), (format, volume), doorbell)
    }
}

impl<P: Platform> HasSpi for Disc1<P> {
    type Spi = Spi<Kept<P::Spi, P::Output>, SPI_QUEUE, SPI_BYTES, SPI_BYTES>;

    /// Opens the flash; the accelerometer stays deselected meanwhile.
    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        let claim = FLASH.claim()?;
        let deselected = P::output(pins::ACCELEROMETER_CS, true)?;
        let flash = P::spi(&pins::FLASH, config)?;
        claim.open(Kept::new(flash, deselected), doorbell)
    }
}

impl<P: Platform> HasDelay for Disc1<P> {
    type Delay = P::Delay;

    fn delay() -> P::Delay {
        P::delay()
    }
}
