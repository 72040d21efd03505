//! What hangs on the power controller: rails, resets, backlight, amplifier.

use board_parts::{Shared, User};
use board_support::{BoardError, Device, Platform};
use chip_axp192::{Axp192, Error, Level, Pin, Rail, Setting};
use class_panel::{Backlight, PanelError};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{ErrorKind, ErrorType, OutputPin};
use embedded_hal::i2c::I2c;

use crate::pins;

const POWER: Device = Device::new("axp192", 0x34);

/// Touch, panel logic and SD slot.
const LOGIC: Setting = setting(Rail::Ldo2, 3_300);
/// The backlight as dim as it is worth lighting: M5Stack's library has 2.4 V.
const DIM_MV: u16 = 2_400;
/// From dim to bright, 3.3 V, in steps of 25 mV.
const STEPS: u16 = 36;
/// Resets touch and panel, low for reset; both have pull-ups.
const RESET: Pin = Pin::Gpio4;
/// Low, and high before either is spoken to, in M5Stack's library.
const RESET_MS: u32 = 100;
/// The amplifier: high is on.
const SPEAKER: Pin = Pin::Gpio2;

const fn setting(rail: Rail, millivolts: u16) -> Setting {
    match Setting::new(rail, millivolts) {
        Ok(setting) => setting,
        Err(_) => panic!("the rail cannot do that"),
    }
}

/// What touch and panel need.
static LOGIC_UP: Shared = Shared::new();

/// The power controller, as it is.
pub(crate) fn open<P: Platform>() -> Result<Axp192<P::I2c>, BoardError> {
    Axp192::open(P::i2c(&pins::I2C)?).map_err(reason)
}

/// Touch and panel powered, and out of reset: the first to come resets both.
///
/// The rail stays on when nobody uses it any more: the SD slot hangs on it.
pub(crate) fn logic_up<P: Platform>() -> Result<User, BoardError> {
    LOGIC_UP.enter::<P, _>(|| power_up(&mut open::<P>()?, &mut P::delay()).map_err(reason))
}

fn power_up<I: I2c>(
    power: &mut Axp192<I>,
    delay: &mut impl DelayNs,
) -> Result<(), Error<I::Error>> {
    power.drive(RESET, Level::Low)?;
    power.set(LOGIC)?;
    power.switch(LOGIC.rail(), true)?;
    delay.delay_ms(RESET_MS);
    power.drive(RESET, Level::Floating)?;
    delay.delay_ms(RESET_MS);
    Ok(())
}

fn reason<E: embedded_hal::i2c::Error>(error: Error<E>) -> BoardError {
    match error {
        Error::Bus(error) => POWER.bus_error(error),
        Error::WrongId { found } => BoardError::WrongPart {
            expected: POWER.name,
            found: found.into(),
        },
        // Set by nobody who speaks to an AXP192.
        Error::Code { code, .. } => BoardError::WrongPart {
            expected: POWER.name,
            found: code.into(),
        },
    }
}

/// The backlight, on the rail DCDC3: 2.4 V to 3.3 V, or off.
#[derive(Debug)]
pub struct Light<I>(pub(crate) Axp192<I>);

impl<I: I2c + Send + 'static> Backlight for Light<I> {
    /// A power controller that fails is told as a pin that does.
    fn set_level(&mut self, level: u8) -> Result<(), PanelError> {
        let rail = Rail::Dcdc3;
        let millivolts = DIM_MV + 25 * (STEPS * u16::from(level) / 255);
        let lit = match Setting::new(rail, millivolts) {
            Ok(voltage) if level > 0 => {
                self.0.set(voltage).and_then(|()| self.0.switch(rail, true))
            }
            _ => self.0.switch(rail, false),
        };
        lit.map_err(|_| PanelError::Pin(ErrorKind::Other))
    }
}

/// The amplifier's switch, a pin of the power controller.
#[derive(Debug)]
pub struct SpeakerSwitch<I>(pub(crate) Axp192<I>);

impl<I> ErrorType for SpeakerSwitch<I> {
    type Error = ErrorKind;
}

impl<I: I2c> OutputPin for SpeakerSwitch<I> {
    fn set_low(&mut self) -> Result<(), ErrorKind> {
        self.0
            .drive(SPEAKER, Level::Low)
            .map_err(|_| ErrorKind::Other)
    }

    fn set_high(&mut self) -> Result<(), ErrorKind> {
        let driven = self.0.drive(SPEAKER, Level::Floating);
        driven.map_err(|_| ErrorKind::Other)
    }
}
