//! The board: its modules, and how each is brought up.

use core::convert::Infallible;
use core::marker::PhantomData;

use board_parts::{
    Audio, AudioPlace, OpenPanel, PanelPlace, Spi, SpiPlace, Touch, TouchPlace, TouchWiring,
};
use board_support::{
    Board, BoardError, Device, Edge, HasAudio, HasDelay, HasPanel, HasSpi, HasTouch, Platform,
    geometry,
};
use chip_ft6x36::{Config, Ft6x36};
use chip_i2s_amp::I2sAmplifier;
use chip_mipidsi::{ColorInversion, ColorOrder, Glass, Link, MipiPanel, ST7789, Wires};
use class_audio::Format;
use class_panel::{DimmedBacklight, Geometry, PanelConfig};
use class_spi::SpiConfig;
use class_touch::{Doorbell, PanelSize};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{ErrorType, OutputPin};

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
static PANEL: PanelPlace = PanelPlace::new();
static AUDIO: AudioPlace<AUDIO_BYTES> = AudioPlace::new();
static FLASH: SpiPlace<SPI_QUEUE, SPI_BYTES, SPI_BYTES> = SpiPlace::new();

const TOUCH_CHIP: Device = Device::new("ft6x36", 0x38);

/// The touch module's range: that of the panel.
const SIZE: PanelSize = PanelSize {
    width: 240,
    height: 320,
};

/// Before a panel is spoken to that has no reset line.
const POWER_UP_MS: u32 = 10;

/// The backlight's pulses in a second.
const BACKLIGHT_HZ: u32 = 5_000;

/// An IPS glass of 240 x 320, as most modules with an ST7789 have it.
const GLASS: Glass = Glass {
    first_column: 0,
    first_row: 0,
    upside_down: false,
    mirrored: false,
    order: ColorOrder::Rgb,
    inversion: ColorInversion::Inverted,
    link: Link::Serial,
};

/// The board with its modules, on the platform `P`.
pub struct C3<P>(PhantomData<fn() -> P>);

impl<P: Platform> Board for C3<P> {
    const NAME: &'static str = "esp32-c3";
}

impl<P: Platform> HasTouch for C3<P> {
    type Touch = Touch<P, Ft6x36<P::I2c>, TOUCH_EVENTS>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let claim = TOUCH.claim()?;
        let chip = Ft6x36::open(P::i2c(&pins::I2C)?, Config::default());
        let chip = chip.map_err(|error| TOUCH_CHIP.touch_error(error))?;
        let wiring = TouchWiring::new(pins::TOUCH_INT, Edge::Falling, SIZE);
        claim.open(wiring, chip, doorbell)
    }
}

/// The panel's controller.
pub type Lcd<P> = MipiPanel<
    ST7789,
    <P as Platform>::Spi,
    <P as Platform>::Output,
    <P as Platform>::Output,
    DimmedBacklight<<P as Platform>::Pwm>,
    <P as Platform>::Delay,
>;

impl<P: Platform> HasPanel for C3<P> {
    type Panel = OpenPanel<Lcd<P>>;

    const SIZE: Geometry = geometry(SIZE);

    fn panel(config: PanelConfig) -> Result<Self::Panel, BoardError> {
        let claim = PANEL.claim()?;
        let light = DimmedBacklight(P::pwm(pins::BACKLIGHT, BACKLIGHT_HZ)?);
        let wires = Wires {
            spi: P::spi(&pins::LCD, pins::LCD.full_speed())?,
            data_command: P::output(pins::LCD_DC, true)?,
            reset: None,
        };
        // The module may have got its supply just now.
        P::delay().delay_ms(POWER_UP_MS);
        let lcd = MipiPanel::open(ST7789, wires, light, P::delay(), GLASS, config)?;
        Ok(claim.open(lcd))
    }
}

/// A pin that the module ties high: the amplifier is never shut down, and is
/// quiet by the samples alone.
#[derive(Debug)]
pub struct TiedHigh;

impl ErrorType for TiedHigh {
    type Error = Infallible;
}

impl OutputPin for TiedHigh {
    fn set_low(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl<P: Platform> HasAudio for C3<P> {
    type Audio = Audio<P, I2sAmplifier<TiedHigh>, AUDIO_BYTES>;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let claim = AUDIO.claim()?;
        let amplifier = I2sAmplifier::new(TiedHigh);
        claim.open(&pins::I2S, (amplifier, None), (format, volume), doorbell)
    }
}

impl<P: Platform> HasSpi for C3<P> {
    type Spi = Spi<P::Spi, SPI_QUEUE, SPI_BYTES, SPI_BYTES>;

    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        let claim = FLASH.claim()?;
        claim.open(P::spi(&pins::FLASH, config)?, doorbell)
    }
}

impl<P: Platform> HasDelay for C3<P> {
    type Delay = P::Delay;

    fn delay() -> P::Delay {
        P::delay()
    }
}
