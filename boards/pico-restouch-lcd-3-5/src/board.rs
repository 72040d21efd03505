//! The board: its parts, and how each is brought up.

use core::marker::PhantomData;

use board_parts::{
    Audio, AudioPlace, Kept, OpenPanel, PanelPlace, Shared, Spi, SpiPlace, Touch, TouchPlace,
    TouchWiring, User,
};
use board_support::{
    Board, BoardError, Edge, HasAudio, HasDelay, HasPanel, HasSpi, HasTouch, Platform, geometry,
};
use chip_i2s_amp::I2sAmplifier;
use chip_mipidsi::{ColorInversion, ColorOrder, Glass, ILI9488Rgb565, Link, MipiPanel, Wires};
use chip_xpt2046::{Calibration, Panel, Xpt2046};
use class_audio::Format;
use class_panel::{DimmedBacklight, Geometry, PanelConfig};
use class_spi::SpiConfig;
use class_touch::{Doorbell, PanelSize, TouchError};
use embedded_hal::delay::DelayNs;
use embedded_hal::spi::{Error, SpiDevice};

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

/// The SD slot deselected: a card that believes it is meant would answer.
static SD_DESELECTED: Shared = Shared::new();

/// The panel, upright.
const SIZE: PanelSize = PanelSize {
    width: 320,
    height: 480,
};

/// What is converted at the edges of the glass: a start, which a user who
/// wants to hit small things measures anew.
pub const CALIBRATION: Calibration =
    Calibration::from_edges((3_800, 300), (3_900, 250), (SIZE.width, SIZE.height));

/// The time from one reading to the next while the panel is touched.
const FOLLOW_US: u32 = 10_000;

/// Before the panel is spoken to, which may have got its supply just now.
const POWER_UP_MS: u32 = 10;

/// The backlight's pulses in a second.
const BACKLIGHT_HZ: u32 = 1_000;

/// An IPS glass that wants its colours inverted, blue first, with its columns
/// from the right (W, S), behind a converter from serial to parallel.
const GLASS: Glass = Glass {
    first_column: 0,
    first_row: 0,
    upside_down: false,
    mirrored: true,
    order: ColorOrder::Bgr,
    inversion: ColorInversion::Inverted,
    link: Link::Converter,
};

/// The board, on the platform `P`.
pub struct ResTouch<P>(PhantomData<fn() -> P>);

impl<P: Platform> Board for ResTouch<P> {
    const NAME: &'static str = "pico-restouch-lcd-3-5";
}

fn sd_deselected<P: Platform>() -> Result<User, BoardError> {
    SD_DESELECTED.enter::<P, _>(|| P::output(pins::SD_CS, true))
}

impl<P: Platform> HasTouch for ResTouch<P> {
    type Touch = Touch<P, Kept<Xpt2046<P::Spi>, User>, TOUCH_EVENTS>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let claim = TOUCH.claim()?;
        let user = sd_deselected::<P>()?;
        let spi = P::spi(&pins::TOUCH, pins::TOUCH.full_speed())?;
        let chip = Xpt2046::open(spi, Panel::TYPICAL, CALIBRATION);
        let chip = chip.map_err(|error| BoardError::from(TouchError::from(error)))?;
        let wiring = TouchWiring::new(pins::TOUCH_IRQ, Edge::Falling, SIZE).polled(FOLLOW_US);
        claim.open(wiring, Kept::new(chip, user), doorbell)
    }
}

/// The panel's controller.
pub type Lcd<P> = Kept<
    MipiPanel<
        ILI9488Rgb565,
        <P as Platform>::Spi,
        <P as Platform>::Output,
        <P as Platform>::Output,
        DimmedBacklight<<P as Platform>::Pwm>,
        <P as Platform>::Delay,
    >,
    User,
>;

impl<P: Platform> HasPanel for ResTouch<P> {
    type Panel = OpenPanel<Lcd<P>>;

    const SIZE: Geometry = geometry(SIZE);

    fn panel(panel: PanelConfig) -> Result<Self::Panel, BoardError> {
        let claim = PANEL.claim()?;
        let user = sd_deselected::<P>()?;
        let light = DimmedBacklight(P::pwm(pins::BACKLIGHT, BACKLIGHT_HZ)?);
        let mut spi = P::spi(&pins::LCD, pins::LCD.full_speed())?;
        let data_command = P::output(pins::LCD_DC, false)?;
        let reset = Some(P::output(pins::LCD_RST, true)?);
        // Commands that do nothing, before the reset: the converter counts bits
        // from the first select on, and what it counted before is not known (S).
        P::delay().delay_ms(POWER_UP_MS);
        let counted = spi.write(&[0, 0]);
        counted.map_err(|error| BoardError::Spi(error.kind()))?;
        let wires = Wires {
            spi,
            data_command,
            reset,
        };
        let lcd = MipiPanel::open(ILI9488Rgb565, wires, light, P::delay(), GLASS, panel)?;
        Ok(claim.open(Kept::new(lcd, user)))
    }
}

impl<P: Platform> HasAudio for ResTouch<P> {
    type Audio = Audio<P, I2sAmplifier<P::Output>, AUDIO_BYTES>;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let claim = AUDIO.claim()?;
        let amplifier = I2sAmplifier::new(P::output(pins::AMPLIFIER, false)?);
        claim.open(&pins::I2S, (amplifier, None), (format, volume), doorbell)
    }
}

impl<P: Platform> HasSpi for ResTouch<P> {
    type Spi = Spi<P::Spi, SPI_QUEUE, SPI_BYTES, SPI_BYTES>;

    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        let claim = FLASH.claim()?;
        claim.open(P::spi(&pins::FLASH, config)?, doorbell)
    }
}

impl<P: Platform> HasDelay for ResTouch<P> {
    type Delay = P::Delay;

    fn delay() -> P::Delay {
        P::delay()
    }
}
