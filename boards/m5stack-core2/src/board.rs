//! The board: its parts, and how each is brought up.

use core::marker::PhantomData;

use board_parts::{
    Audio, AudioPlace, Kept, OpenPanel, PanelPlace, Touch, TouchPlace, TouchWiring, User,
};
use board_support::{
    Board, BoardError, Device, Edge, HasAudio, HasDelay, HasPanel, HasTouch, Platform, geometry,
};
use chip_ft6x36::{Config, Ft6x36};
use chip_i2s_amp::I2sAmplifier;
use chip_mipidsi::{ColorInversion, ColorOrder, Glass, ILI9342CRgb565, MipiPanel, Wires};
use class_audio::Format;
use class_panel::{Geometry, PanelConfig};
use class_touch::{Doorbell, PanelSize};

use crate::pins;
use crate::power::{self, Light, SpeakerSwitch};

/// Events that the touch ring holds.
pub const TOUCH_EVENTS: usize = 128;
/// Bytes that the audio ring holds: 46 ms of stereo at 44.1 kHz.
pub const AUDIO_BYTES: usize = 8 << 10;

static TOUCH: TouchPlace<TOUCH_EVENTS> = TouchPlace::new();
static PANEL: PanelPlace = PanelPlace::new();
static AUDIO: AudioPlace<AUDIO_BYTES> = AudioPlace::new();

const TOUCH_CHIP: Device = Device::new("ft6x36", 0x38);

/// The panel's pixels. The controller reports 40 rows more, of the three dots
/// below the panel; a finger there is moved to the lowest row, and counted.
const SIZE: PanelSize = PanelSize {
    width: 320,
    height: 240,
};

/// An IPS glass that wants its colours inverted, blue first (E).
const GLASS: Glass = Glass {
    first_column: 0,
    first_row: 0,
    upside_down: false,
    mirrored: false,
    order: ColorOrder::Bgr,
    inversion: ColorInversion::Inverted,
    link: chip_mipidsi::Link::Serial,
};

/// The board, on the platform `P`.
pub struct Core2<P>(PhantomData<fn() -> P>);

impl<P: Platform> Board for Core2<P> {
    const NAME: &'static str = "m5stack-core2";
}

impl<P: Platform> HasTouch for Core2<P> {
    type Touch = Touch<P, Kept<Ft6x36<P::I2c>, User>, TOUCH_EVENTS>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let claim = TOUCH.claim()?;
        let power = power::logic_up::<P>()?;
        let chip = Ft6x36::open(P::i2c(&pins::I2C)?, Config::default());
        let chip = chip.map_err(|error| TOUCH_CHIP.touch_error(error))?;
        let wiring = TouchWiring::new(pins::TOUCH_INT, Edge::Falling, SIZE);
        claim.open(wiring, Kept::new(chip, power), doorbell)
    }
}

/// The panel's controller; while it is open the SD slot stays deselected.
pub type Lcd<P> = Kept<
    MipiPanel<
        ILI9342CRgb565,
        <P as Platform>::Spi,
        <P as Platform>::Output,
        <P as Platform>::Output,
        Light<<P as Platform>::I2c>,
        <P as Platform>::Delay,
    >,
    (<P as Platform>::Output, User),
>;

impl<P: Platform> HasPanel for Core2<P> {
    type Panel = OpenPanel<Lcd<P>>;

    const SIZE: Geometry = geometry(SIZE);

    fn panel(config: PanelConfig) -> Result<Self::Panel, BoardError> {
        let claim = PANEL.claim()?;
        let power = power::logic_up::<P>()?;
        let sd_select = P::output(pins::SD_CS, true)?;
        let light = Light(power::open::<P>()?);
        let wires = Wires {
            spi: P::spi(&pins::LCD, pins::LCD.full_speed())?,
            data_command: P::output(pins::LCD_DC, true)?,
            // Shared with touch, so it is reset by command.
            reset: None,
        };
        let lcd = MipiPanel::open(ILI9342CRgb565, wires, light, P::delay(), GLASS, config)?;
        Ok(claim.open(Kept::new(lcd, (sd_select, power))))
    }
}

impl<P: Platform> HasAudio for Core2<P> {
    type Audio = Audio<P, I2sAmplifier<SpeakerSwitch<P::I2c>>, AUDIO_BYTES>;

    fn audio<D: Doorbell + Send + 'static>(
        format: Format,
        volume: u8,
        doorbell: D,
    ) -> Result<Self::Audio, BoardError> {
        let claim = AUDIO.claim()?;
        let amplifier = I2sAmplifier::new(SpeakerSwitch(power::open::<P>()?));
        claim.open(&pins::I2S, (amplifier, None), (format, volume), doorbell)
    }
}

impl<P: Platform> HasDelay for Core2<P> {
    type Delay = P::Delay;

    fn delay() -> P::Delay {
        P::delay()
    }
}
