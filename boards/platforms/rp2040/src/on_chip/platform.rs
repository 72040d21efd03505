//! The platform: a board's calls, handed on.

use board_support::{BoardError, Edge, Feed, Handler, I2cWires, I2sWires, Pin, Platform, SpiWires};
use class_spi::SpiConfig;

use super::{
    ChipDelay, ChipI2c, ChipInput, ChipInterrupt, ChipOutput, ChipPwm, ChipSamples, ChipSpi,
    ChipTicker, time,
};
use crate::Fault;

/// The chip, all of it.
#[derive(Debug, Clone, Copy)]
pub enum Rp2040 {}

impl Platform for Rp2040 {
    type I2c = ChipI2c;
    type Spi = ChipSpi;
    type Output = ChipOutput;
    type Input = ChipInput;
    type Pwm = ChipPwm;
    type Delay = ChipDelay;
    type Interrupt = ChipInterrupt;
    type Ticker = ChipTicker;
    type Samples = ChipSamples;

    fn now_us() -> u64 {
        time::now_us()
    }

    fn delay() -> ChipDelay {
        ChipDelay
    }

    fn i2c(wires: &I2cWires) -> Result<ChipI2c, BoardError> {
        ChipI2c::open(wires).map_err(Fault::i2c)
    }

    fn spi(wires: &SpiWires, config: SpiConfig) -> Result<ChipSpi, BoardError> {
        ChipSpi::open(wires, config).map_err(Fault::spi)
    }

    fn output(pin: Pin, high: bool) -> Result<ChipOutput, BoardError> {
        ChipOutput::open(pin, high).map_err(Fault::pin)
    }

    fn input(pin: Pin) -> Result<ChipInput, BoardError> {
        ChipInput::open(pin).map_err(Fault::pin)
    }

    fn pwm(pin: Pin, hz: u32) -> Result<ChipPwm, BoardError> {
        ChipPwm::open(pin, hz).map_err(Fault::pulses)
    }

    fn on_edge(pin: Pin, edge: Edge, handler: Handler) -> Result<ChipInterrupt, BoardError> {
        ChipInterrupt::open(pin, edge, handler).map_err(Fault::interrupt)
    }

    fn every(period_us: u32, handler: Handler) -> Result<ChipTicker, BoardError> {
        let none = BoardError::NoResources("alarms");
        ChipTicker::open(period_us, handler).map_err(|fault| fault.opening("alarms", none))
    }

    fn samples(wires: &I2sWires, feed: Feed) -> Result<ChipSamples, BoardError> {
        ChipSamples::open(wires, feed).map_err(Fault::samples)
    }
}
