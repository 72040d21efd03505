//! The platform: a board's calls, handed on to C.

use board_support::{BoardError, Edge, Feed, Handler, I2cWires, I2sWires, Pin, Platform, SpiWires};
use class_spi::{BitOrder, SpiConfig};
use embedded_hal::spi::{Phase, Polarity};

use crate::{
    Delay, Fault, FfiI2c, FfiInput, FfiInterrupt, FfiOutput, FfiPwm, FfiSamples, FfiSpi, FfiTicker,
    sys,
};

/// The platform beside AtomVM: whatever C drivers implement `avm_board.h`.
#[derive(Debug, Clone, Copy)]
pub enum Ffi {}

impl Platform for Ffi {
    type I2c = FfiI2c;
    type Spi = FfiSpi;
    type Output = FfiOutput;
    type Input = FfiInput;
    type Pwm = FfiPwm;
    type Delay = Delay;
    type Interrupt = FfiInterrupt;
    type Ticker = FfiTicker;
    type Samples = FfiSamples;

    fn now_us() -> u64 {
        sys::now_us()
    }

    fn delay() -> Delay {
        Delay
    }

    fn i2c(wires: &I2cWires) -> Result<FfiI2c, BoardError> {
        let wires = sys::I2cWires {
            hz: wires.hz,
            controller: u16::from(wires.controller),
            sda: wires.sda.number(),
            scl: wires.scl.number(),
            reserved: 0,
        };
        FfiI2c::open(&wires).map_err(Fault::i2c)
    }

    fn spi(wires: &SpiWires, config: SpiConfig) -> Result<FfiSpi, BoardError> {
        let polarity = u8::from(config.mode.polarity == Polarity::IdleHigh);
        let phase = u8::from(config.mode.phase == Phase::CaptureOnSecondTransition);
        let wires = sys::SpiWires {
            hz: config.clock_hz.min(wires.max_hz),
            controller: u16::from(wires.controller),
            sck: wires.sck.number(),
            mosi: wires.mosi.number(),
            miso: wires.miso.map_or(sys::NO_WIRE, Pin::number),
            cs: wires.cs.number(),
            mode: polarity * 2 + phase,
            lsb_first: u8::from(config.bit_order == BitOrder::LsbFirst),
        };
        FfiSpi::open(&wires).map_err(Fault::spi)
    }

    fn output(pin: Pin, high: bool) -> Result<FfiOutput, BoardError> {
        FfiOutput::open(pin.number(), high).map_err(Fault::pin)
    }

    fn input(pin: Pin) -> Result<FfiInput, BoardError> {
        FfiInput::open(pin.number()).map_err(Fault::pin)
    }

    fn pwm(pin: Pin, hz: u32) -> Result<FfiPwm, BoardError> {
        FfiPwm::open(pin.number(), hz).map_err(Fault::pulses)
    }

    fn on_edge(pin: Pin, edge: Edge, handler: Handler) -> Result<FfiInterrupt, BoardError> {
        let interrupt = FfiInterrupt::open(pin.number(), edge, handler);
        interrupt.map_err(Fault::interrupt)
    }

    fn every(period_us: u32, handler: Handler) -> Result<FfiTicker, BoardError> {
        let ticker = FfiTicker::open(period_us, handler);
        ticker.map_err(|_| BoardError::NoResources("timers"))
    }

    fn samples(wires: &I2sWires, feed: Feed) -> Result<FfiSamples, BoardError> {
        let wires = sys::I2sWires {
            controller: u16::from(wires.controller),
            mclk: wires.mclk.map_or(sys::NO_WIRE, Pin::number),
            bclk: wires.bclk.number(),
            ws: wires.ws.number(),
            dout: wires.dout.number(),
        };
        FfiSamples::open(&wires, feed).map_err(Fault::samples)
    }
}
