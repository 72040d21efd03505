//! Pins by number: levels, and who has them.

use core::convert::Infallible;

use board_support::{BoardError, Pin};
use embedded_hal::digital::{ErrorType, InputPin, OutputPin};
use esp_hal::gpio::{self, AnyPin, Flex, InputConfig, Level, OutputConfig, Pull};
use platform_bare::{BusOf, Buses, Claim, Claims, Fault, Role, no_pin};

use super::pieces;
use crate::{PIN_COUNT, pin_is_there};

/// Who has which pin. A pin that nobody has is neither driven nor read.
static PINS: Claims<PIN_COUNT> = Claims::new(leave);

/// Neither drives nor reads nor pulls it.
fn leave(pin: u16, _: Role) {
    critical_section::with(|_| {
        // Below `PIN_COUNT`; making it flexible turns both ways off.
        let mut pin = Flex::new(pieces::pin(pin as u8));
        pin.apply_input_config(&InputConfig::default());
    });
}

/// One pin of them.
pub(super) type Taken = Claim<PIN_COUNT>;

/// The pins that are read, set up by the first that reads.
static LEVELS: Buses<(), gpio::Input<'static>, 0, PIN_COUNT> = Buses::new("pin");
/// The level of one of them.
pub(super) type Read = BusOf<(), gpio::Input<'static>, 0, PIN_COUNT>;

/// Takes a pin that the chip with the pins `set` has.
pub(super) fn take(set: u64, pin: Pin, role: Role) -> Result<Taken, BoardError> {
    if !pin_is_there(set, pin) {
        return Err(no_pin("pin"));
    }
    PINS.claim(pin.number(), role).map_err(Fault::pin)
}

/// The pin for a driver of esp-hal.
pub(super) fn piece(taken: &Taken) -> AnyPin<'static> {
    // Below `PIN_COUNT`.
    pieces::pin(taken.number() as u8)
}

/// Reads a pin that is taken, with the processor's pull-up.
pub(super) fn level(taken: &Taken) -> Result<Read, BoardError> {
    LEVELS.open(taken.number() as u8, (), || Ok(pulled_up(taken)))
}

/// The pin as an input.
pub(super) fn pulled_up(taken: &Taken) -> gpio::Input<'static> {
    gpio::Input::new(piece(taken), InputConfig::default().with_pull(Pull::Up))
}

/// A pin that is driven.
#[derive(Debug)]
pub struct Output {
    driver: gpio::Output<'static>,
    _pin: Taken,
}

impl Output {
    pub(super) fn open(set: u64, pin: Pin, high: bool) -> Result<Self, BoardError> {
        let taken = take(set, pin, Role::Output)?;
        let level = Level::from(high);
        Ok(Self {
            driver: gpio::Output::new(piece(&taken), level, OutputConfig::default()),
            _pin: taken,
        })
    }
}

impl ErrorType for Output {
    type Error = Infallible;
}

impl OutputPin for Output {
    fn set_low(&mut self) -> Result<(), Infallible> {
        self.driver.set_low();
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        self.driver.set_high();
        Ok(())
    }
}

/// A pin that is read, with the processor's pull-up.
#[derive(Debug)]
pub struct Input {
    level: Read,
    _pin: Taken,
}

impl Input {
    pub(super) fn open(set: u64, pin: Pin) -> Result<Self, BoardError> {
        let taken = take(set, pin, Role::Input)?;
        Ok(Self {
            level: level(&taken)?,
            _pin: taken,
        })
    }
}

impl ErrorType for Input {
    type Error = Infallible;
}

impl InputPin for Input {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        // Of two that read at once, one sees a line that is let go.
        let level = self.level.with(|pin| pin.level());
        Ok(level != Some(Level::Low))
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        self.is_high().map(|high| !high)
    }
}
