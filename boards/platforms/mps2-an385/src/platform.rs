//! The platform.

use board_support::{BoardError, Edge, Feed, Handler, I2cWires, I2sWires, Pin, Platform, SpiWires};
use class_spi::SpiConfig;

use crate::pins::NO_PINS;
use crate::registers::IS_HERE;
use crate::{Delay, I2c, NoPin, Samples, Spi, Ticker, TouchSpi, clock};

/// The machine. It has no values: its registers exist once.
#[derive(Debug, Clone, Copy)]
pub enum Mps2An385 {}

impl Mps2An385 {
    /// The bus of QEMU's touch controller, for a driver of the real part.
    ///
    /// # Errors
    ///
    /// As [`Platform::spi`].
    pub fn touch_spi(wires: &SpiWires, config: SpiConfig) -> Result<TouchSpi, BoardError> {
        is_here()?;
        TouchSpi::open(wires, config)
    }
}

/// Elsewhere, as on the host, there is nothing to be opened.
fn is_here() -> Result<(), BoardError> {
    let elsewhere = BoardError::NoResources("registers of an mps2-an385");
    IS_HERE.then_some(()).ok_or(elsewhere)
}

impl Platform for Mps2An385 {
    type I2c = I2c;
    type Spi = Spi;
    type Output = NoPin;
    type Input = NoPin;
    type Pwm = NoPin;
    type Delay = Delay;
    type Interrupt = NoPin;
    type Ticker = Ticker;
    type Samples = Samples;

    fn now_us() -> u64 {
        clock::now_us()
    }

    fn delay() -> Delay {
        Delay::new()
    }

    fn i2c(wires: &I2cWires) -> Result<I2c, BoardError> {
        is_here()?;
        I2c::open(wires)
    }

    fn spi(wires: &SpiWires, config: SpiConfig) -> Result<Spi, BoardError> {
        is_here()?;
        Spi::open(wires, config)
    }

    fn output(_: Pin, _: bool) -> Result<NoPin, BoardError> {
        Err(NO_PINS)
    }

    fn input(_: Pin) -> Result<NoPin, BoardError> {
        Err(NO_PINS)
    }

    fn pwm(_: Pin, _: u32) -> Result<NoPin, BoardError> {
        Err(NO_PINS)
    }

    fn on_edge(_: Pin, _: Edge, _: Handler) -> Result<NoPin, BoardError> {
        Err(NO_PINS)
    }

    fn every(period_us: u32, handler: Handler) -> Result<Ticker, BoardError> {
        is_here()?;
        Ticker::start(period_us, handler)
    }

    fn samples(_: &I2sWires, feed: Feed) -> Result<Samples, BoardError> {
        is_here()?;
        Samples::open(feed)
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use embedded_hal::delay::DelayNs;

    use super::*;

    #[test]
    fn on_the_host_there_is_nothing_to_be_opened() {
        let nothing = BoardError::NoResources("registers of an mps2-an385");
        let ticker = Mps2An385::every(1_000, std::boxed::Box::new(|_| {}));
        assert_eq!(ticker.err(), Some(nothing));
        Mps2An385::delay().delay_us(1_000_000);
    }
}
