//! The platform: what a board asks of its processor.

use board_support::{BoardError, Edge, Feed, Handler, I2cWires, I2sWires, Pin, Platform, SpiWires};
use class_spi::SpiConfig;

use super::{I2c, Input, Interrupt, Output, Pulses, Samples, Spi, Ticker, Wait, chip, spi};

/// A chip whose pins are the set `PINS`: bit 0 is pin 0. The chips' own
/// packages name it.
///
/// The platform calls `esp_hal::init` and is the one owner of the peripherals.
#[derive(Debug, Clone, Copy)]
pub struct Esp32<const PINS: u64>;

impl<const PINS: u64> Platform for Esp32<PINS> {
    type I2c = I2c;
    type Spi = Spi;
    type Output = Output;
    type Input = Input;
    type Pwm = Pulses;
    type Delay = Wait;
    type Interrupt = Interrupt;
    type Ticker = Ticker;
    type Samples = Samples;

    fn now_us() -> u64 {
        chip::start();
        chip::now_us()
    }

    fn delay() -> Wait {
        chip::start();
        Wait
    }

    fn i2c(wires: &I2cWires) -> Result<I2c, BoardError> {
        chip::start();
        I2c::open(PINS, wires)
    }

    fn spi(wires: &SpiWires, config: SpiConfig) -> Result<Spi, BoardError> {
        chip::start();
        spi::open(PINS, wires, config)
    }

    fn output(pin: Pin, high: bool) -> Result<Output, BoardError> {
        chip::start();
        Output::open(PINS, pin, high)
    }

    fn input(pin: Pin) -> Result<Input, BoardError> {
        chip::start();
        Input::open(PINS, pin)
    }

    fn pwm(pin: Pin, hz: u32) -> Result<Pulses, BoardError> {
        chip::start();
        Pulses::open(PINS, pin, hz)
    }

    fn on_edge(pin: Pin, edge: Edge, handler: Handler) -> Result<Interrupt, BoardError> {
        chip::start();
        Interrupt::open(PINS, pin, edge, handler)
    }

    fn every(period_us: u32, handler: Handler) -> Result<Ticker, BoardError> {
        chip::start();
        Ticker::open(period_us, handler)
    }

    fn samples(wires: &I2sWires, feed: Feed) -> Result<Samples, BoardError> {
        chip::start();
        Samples::open(PINS, wires, feed)
    }
}
