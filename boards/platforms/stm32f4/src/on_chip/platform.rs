//! The platform: what a board asks of its processor.

use board_support::{BoardError, Edge, Feed, Handler, I2cWires, I2sWires, Pin, Platform, SpiWires};
use class_spi::SpiConfig;

use super::{I2c, Input, Interrupt, Output, Pulses, Samples, Spi, Ticker, Wait, chip, spi, time};

/// An STM32F405, F407, F415 or F417 with a crystal of so many Hz; 0 is none, as
/// is a crystal that does not start: then all is clocked by the internal
/// oscillator, which is off by a hundredth.
///
/// The platform is the one owner of the peripherals that it uses.
#[derive(Debug, Clone, Copy)]
pub struct Stm32f4<const CRYSTAL_HZ: u32>;

impl<const CRYSTAL_HZ: u32> Platform for Stm32f4<CRYSTAL_HZ> {
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
        chip::start(CRYSTAL_HZ);
        time::now_us()
    }

    fn delay() -> Wait {
        chip::start(CRYSTAL_HZ);
        Wait
    }

    fn i2c(wires: &I2cWires) -> Result<I2c, BoardError> {
        chip::start(CRYSTAL_HZ);
        I2c::open(wires)
    }

    fn spi(wires: &SpiWires, config: SpiConfig) -> Result<Spi, BoardError> {
        chip::start(CRYSTAL_HZ);
        spi::open(wires, config)
    }

    fn output(pin: Pin, high: bool) -> Result<Output, BoardError> {
        chip::start(CRYSTAL_HZ);
        Output::open(pin, high)
    }

    fn input(pin: Pin) -> Result<Input, BoardError> {
        chip::start(CRYSTAL_HZ);
        Input::open(pin)
    }

    fn pwm(pin: Pin, hz: u32) -> Result<Pulses, BoardError> {
        chip::start(CRYSTAL_HZ);
        Pulses::open(pin, hz)
    }

    fn on_edge(pin: Pin, edge: Edge, handler: Handler) -> Result<Interrupt, BoardError> {
        chip::start(CRYSTAL_HZ);
        Interrupt::open(pin, edge, handler)
    }

    fn every(period_us: u32, handler: Handler) -> Result<Ticker, BoardError> {
        chip::start(CRYSTAL_HZ);
        Ticker::open(period_us, handler)
    }

    fn samples(wires: &I2sWires, feed: Feed) -> Result<Samples, BoardError> {
        chip::start(CRYSTAL_HZ);
        Samples::open(wires, feed)
    }
}
