//! The board: its parts, and how each is brought up.

use core::marker::PhantomData;

use board_parts::{Audio, AudioPlace, Touch, TouchPlace, TouchWiring};
use board_support::{Board, BoardError, Device, HasAudio, HasDelay, HasTouch, Platform};
use chip_es8311::{Address, Es8311, MasterClock};
use chip_gt911::Gt911;
use chip_i2s_amp::Amplified;
use class_audio::Format;
use class_touch::{Doorbell, PanelSize};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{Error, OutputPin};

use crate::pins;
use crate::touch::Turned;

/// Events that the touch ring holds.
pub const TOUCH_EVENTS: usize = 128;
/// Bytes that the audio ring holds: 46 ms of stereo at 44.1 kHz.
pub const AUDIO_BYTES: usize = 8 << 10;

static TOUCH: TouchPlace<TOUCH_EVENTS> = TouchPlace::new();
static AUDIO: AudioPlace<AUDIO_BYTES> = AudioPlace::new();

const TOUCH_CHIP: Device = Device::new("gt911", 0x5D);
const CODEC: Device = Device::new("es8311", Address::CeLow as u16);

/// The panel of 7 inches that comes with the board.
pub(crate) const SIZE: PanelSize = PanelSize {
    width: 1_024,
    height: 600,
};

/// The touch controller's line is not wired, so it is read every 10 ms, which
/// is as often as it reports.
const PERIOD_US: u32 = 10_000;

/// The board, on the platform `P`.
pub struct P4FunctionEv<P>(PhantomData<fn() -> P>);

impl<P: Platform> Board for P4FunctionEv<P> {
    const NAME: &'static str = "esp32-p4-function-ev";
}

/// The touch controller at whichever address it is. One that does not answer
/// is reset, and the panel with it: who draws there may have held it in reset.
fn find<P: Platform>() -> Result<Gt911<P::I2c>, BoardError> {
    let look = || {
        let found = Gt911::find(P::i2c(&pins::I2C)?);
        found.map_err(|error| TOUCH_CHIP.touch_error(error))
    };
    let absent = match look() {
        Err(absent @ BoardError::NoDevice { .. }) => absent,
        found => return found,
    };
    // Whoever has the line already answers for the panel.
    let Ok(mut reset) = P::output(pins::RESET, false) else {
        return Err(absent);
    };
    P::delay().delay_ms(20);
    let released = reset.set_high();
    released.map_err(|error| BoardError::Pin(error.kind()))?;
    P::delay().delay_ms(60);
    look()
}

impl<P: Platform> HasTouch for P4FunctionEv<P> {
    type Touch = Touch<P, Turned<Gt911<P::I2c>>, TOUCH_EVENTS>;

    fn touch<D: Doorbell + Send + 'static>(doorbell: D) -> Result<Self::Touch, BoardError> {
        let claim = TOUCH.claim()?;
        let chip = Turned(find::<P>()?);
        claim.open(TouchWiring::unwired(PERIOD_US, SIZE), chip, doorbell)
    }
}

/// The codec, with the amplifier behind it.
pub type Speaker<P> =
    Amplified<Es8311<<P as Platform>::I2c, <P as Platform>::Delay>, <P as Platform>::Output>;

impl<P: Platform> HasAudio for P4FunctionEv<P> {
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

impl<P: Platform> HasDelay for P4FunctionEv<P> {
    type Delay = P::Delay;

    fn delay() -> P::Delay {
        P::delay()
    }
}
