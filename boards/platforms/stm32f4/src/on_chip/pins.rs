//! Pins by number: modes, levels, and who has them.

use core::convert::Infallible;

use board_support::{BoardError, Pin};
use embedded_hal::digital::{ErrorType, InputPin, OutputPin};
use platform_bare::{Claim, Claims, Fault, Role, no_pin};
use stm32f4xx_hal::pac::gpioa;

use super::registers;
use crate::{PIN_COUNT, Signal, alternate};

/// Who has which pin; a pin that nobody has is an input without a pull.
static PINS: Claims<PIN_COUNT> = Claims::new(|pin, _| input(pin, false));
/// One pin of them.
pub(super) type Taken = Claim<PIN_COUNT>;

/// Takes a pin.
///
/// # Errors
///
/// [`BoardError::Busy`]; [`BoardError::Config`] without such a pin.
pub(super) fn take(pin: Pin, role: Role) -> Result<Taken, BoardError> {
    PINS.claim(pin.number(), role).map_err(Fault::pin)
}

/// Registers of the pin's port, and which of its pins it is.
fn of(pin: u16) -> (&'static gpioa::RegisterBlock, u8) {
    (registers::gpio(pin / 16), (pin % 16) as u8)
}

/// Makes it an input, with a pull-up or without.
pub(super) fn input(pin: u16, pull_up: bool) {
    let (port, nth) = of(pin);
    critical_section::with(|_| {
        port.moder().modify(|_, w| w.moder(nth).input());
        port.pupdr().modify(|_, w| match pull_up {
            true => w.pupdr(nth).pull_up(),
            false => w.pupdr(nth).floating(),
        });
    });
}

/// Makes it an output that drives both ways, or low only.
pub(super) fn output(pin: u16, high: bool, open_drain: bool) {
    let (port, nth) = of(pin);
    write(pin, high);
    critical_section::with(|_| {
        port.otyper().modify(|_, w| w.ot(nth).bit(open_drain));
        port.ospeedr().modify(|_, w| w.ospeedr(nth).high_speed());
        port.moder().modify(|_, w| w.moder(nth).output());
    });
}

/// Makes it the signal of a controller.
pub(super) fn function(pin: u16, af: u8, open_drain: bool) {
    let (port, nth) = of(pin);
    critical_section::with(|_| {
        port.otyper().modify(|_, w| w.ot(nth).bit(open_drain));
        port.ospeedr()
            .modify(|_, w| w.ospeedr(nth).very_high_speed());
        match nth {
            0..8 => port.afrl().modify(|_, w| w.afr(nth).set(af)),
            _ => port.afrh().modify(|_, w| w.afr(nth - 8).set(af)),
        };
        port.moder().modify(|_, w| w.moder(nth).alternate());
    });
}

/// Drives it, if it is an output.
pub(super) fn write(pin: u16, high: bool) {
    let (port, nth) = of(pin);
    port.bsrr().write(|w| match high {
        true => w.bs(nth).set_bit(),
        false => w.br(nth).set_bit(),
    });
}

/// Whether it is high.
pub(super) fn read(pin: u16) -> bool {
    let (port, nth) = of(pin);
    port.idr().read().idr(nth).bit_is_set()
}

/// Takes a pin that a controller needs, which is its signal from now on.
///
/// # Errors
///
/// [`BoardError::Busy`]; [`BoardError::Config`] if it cannot be that signal.
pub(super) fn wire(
    signal: Signal,
    controller: u8,
    pin: Pin,
    open_drain: bool,
) -> Result<Taken, BoardError> {
    let af = alternate(signal, controller, pin).ok_or(no_pin("wire"))?;
    let taken = take(pin, Role::Wire)?;
    function(taken.number(), af, open_drain);
    Ok(taken)
}

/// A pin that is driven.
#[derive(Debug)]
pub struct Output(Taken);

impl Output {
    pub(super) fn open(pin: Pin, high: bool) -> Result<Self, BoardError> {
        let taken = take(pin, Role::Output)?;
        output(taken.number(), high, false);
        Ok(Self(taken))
    }
}

impl ErrorType for Output {
    type Error = Infallible;
}

impl OutputPin for Output {
    fn set_low(&mut self) -> Result<(), Infallible> {
        write(self.0.number(), false);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        write(self.0.number(), true);
        Ok(())
    }
}

/// A pin that is read, with the processor's pull-up.
#[derive(Debug)]
pub struct Input(Taken);

impl Input {
    pub(super) fn open(pin: Pin) -> Result<Self, BoardError> {
        let taken = take(pin, Role::Input)?;
        input(taken.number(), true);
        Ok(Self(taken))
    }
}

impl ErrorType for Input {
    type Error = Infallible;
}

impl InputPin for Input {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(read(self.0.number()))
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(!read(self.0.number()))
    }
}
