//! The board: its parts, and how each is brought up.

use core::marker::PhantomData;

use board_parts::{
    Audio, AudioPlace, Kept, OpenPanel, PanelPlace, Shared, Spi, SpiPlace, Touch, TouchPlace,
    TouchWiring, User,
};
use board_support::{
    Board, BoardError, Device, Edge, HasAudio, HasDelay, HasPanel, HasSpi, HasTouch, Platform,
    geometry,
};
use chip_es8311::{Address, Es8311, MasterClock};
use chip_i2s_amp::Amplified;
use chip_mipidsi::{ColorInversion, ColorOrder, Glass, ILI9342CRgb565, Link, MipiPanel, Wires};
use class_audio::Format;
use class_panel::{DimmedBacklight, Geometry, PanelConfig};
use class_spi::SpiConfig;
use class_touch::{Doorbell, PanelSize};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{Error, OutputPin};

use crate::pins;
use crate::touch::{self, Controller};

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

/// Touch and panel out of reset.
static OUT_OF_RESET: Shared = Shared::new();

const CODEC: Device = Device::new("es8311", Address::CeLow as u16);

/// The panel, and the range of the touch controllers.
pub(crate) const SIZE: PanelSize = PanelSize {
    width: 320,
    height: 240,
};

/// The backlight's pulses in a second.
const BACKLIGHT_HZ: u32 = 5_000;

/// Upside down, blue first (E).
const GLASS: Glass = Glass {
    first_column: 0,
    first_row: 0,
    upside_down: true,
    mirrored: false,
    order: ColorOrder::Bgr,
    inversion: ColorInversion::Normal,
    link: Link::Serial,
};

/// The board, on the platform `P`.
pub struct S3Box3<P>(PhantomData<fn() -> P>);

impl<P: Platform> Board for S3Box3<P> {
    const NAME: &'static str = "esp32-s3-box-3";
}

/// Touch and panel out of reset: the first to come resets both.
fn out_of_reset<P: Platform>() -> Result<User, BoardError> {
    OUT_OF_RESET.enter::<P, _>(|| {
        let mut reset = P::output(pins::RESET, true)?;
        P::delay().delay_ms(20);
        let released = reset.set_low();
        released.map_err(|error| BoardError::Pin(error.kind()))?;
        // The slowest of the three, the GT911, is ready after 55 ms.
        P::delay().delay_ms(60);
        Ok(reset)
    })
}

impl<P: Platform> HasTouch for S3Box3<P> {
    type Touch = Touch<P, Kept<Controller<P::I2c>, User>, TOUCH_EVENTS>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let claim = TOUCH.claim()?;
        let user = out_of_reset::<P>()?;
        let chip = touch::find::<P>()?;
        let wiring = TouchWiring::new(pins::TOUCH_INT, Edge::Falling, SIZE);
        let wiring = match chip.holds_its_line() {
            true => wiring.level(),
            false => wiring,
        };
        claim.open(wiring, Kept::new(chip, user), doorbell)
    }
}

/// The panel's controller.
pub type Lcd<P> = Kept<
    MipiPanel<
        ILI9342CRgb565,
        <P as Platform>::Spi,
        <P as Platform>::Output,
        <P as Platform>::Output,
        DimmedBacklight<<P as Platform>::Pwm>,
        <P as Platform>::Delay,
    >,
    User,
>;

impl<P: Platform> HasPanel for S3Box3<P> {
    type Panel = OpenPanel<Lcd<P>>;

    const SIZE: Geometry = geometry(SIZE);

    fn panel(config: PanelConfig) -> Result<Self::Panel, BoardError> {
        let claim = PANEL.claim()?;
        let user = out_of_reset::<P>()?;
        let light = DimmedBacklight(P::pwm(pins::BACKLIGHT, BACKLIGHT_HZ)?);
        let wires = Wires {
            spi: P::spi(&pins::LCD, pins::LCD.full_speed())?,
            data_command: P::output(pins::LCD_DC, true)?,
            // Shared with touch, so it is reset by command.
            reset: None,
        };
        let lcd = MipiPanel::open(ILI9342CRgb565, wires, light, P::delay(), GLASS, config)?;
        Ok(claim.open(Kept::new(lcd, user)))
    }
}

/// The codec, with the amplifier behind it.
pub type Speaker<P> =
    Amplified<Es8311<<P as Platform>::I2c, <P as Platform>::Delay>, <P as Platform>::Output>;

impl<P: Platform> HasAudio for S3Box3<P> {
    type Audio = Audio<P, Speaker<P>, AUDIO_BYTES>;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let claim = AUDIO.claim()?;
        let bus = P::i2c(&pins::I2C)?;
        let chip = Es8311::new(bus, P::delay(), Address::CeLow, MasterClock::Times(256));
        let codec = Amplified::new(chip, P::output(pins::AMPLIFIER, false)?);
        claim.open(&pins::I2S, (codec, Some(CODEC)), (format, volume), doorbell)
    }
}

impl<P: Platform> HasSpi for S3Box3<P> {
    type Spi = Spi<P::Spi, SPI_QUEUE, SPI_BYTES, SPI_BYTES>;

    fn spi<D: Doorbell + Send + 'static>(
        config: SpiConfig,
        doorbell: D,
    ) -> Result<Self::Spi, BoardError> {
        let claim = FLASH.claim()?;
        claim.open(P::spi(&pins::FLASH, config)?, doorbell)
    }
}

impl<P: Platform> HasDelay for S3Box3<P> {
    type Delay = P::Delay;

    fn delay() -> P::Delay {
        P::delay()
    }
}
