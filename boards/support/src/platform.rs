//! The processor's side of a board: buses, pins, interrupts and time.

use alloc::boxed::Box;

use class_audio::SamplePath;
use class_spi::SpiConfig;
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{InputPin, OutputPin};
use embedded_hal::i2c::I2c;
use embedded_hal::pwm::SetDutyCycle;
use embedded_hal::spi::SpiDevice;

use crate::{BoardError, Edge, I2cWires, I2sWires, Pin, SpiWires};

/// What an interrupt calls, with the time by [`Platform::now_us`].
///
/// It runs at interrupt level: it does not wait, allocate or panic.
pub type Handler = Box<dyn FnMut(u64) + Send>;

/// What fills the half of a sample buffer that has just been played.
///
/// It runs at interrupt level, as a [`Handler`] does.
pub type Feed = Box<dyn FnMut(&mut [u8]) + Send>;

/// What a processor offers a board, by the numbers of its pins.
///
/// A board is wiring, a platform is who works the wires: the processor itself
/// with its registers, the C drivers that AtomVM is built with, or models on
/// the host. The board's code is the same for all.
///
/// Opening the same I2C controller or SPI bus again gives another handle of the
/// same bus, which the platform shares between them; one device on it is held
/// once. Whatever is opened is closed when it is dropped.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no platform",
    label = "the processor's side of a board is needed here",
    note = "platforms are in `boards/platforms` and, for the host, in `board-models`"
)]
pub trait Platform: 'static {
    /// A handle of an I2C bus.
    type I2c: I2c + Send + 'static;
    /// A device on an SPI bus.
    type Spi: SpiDevice + Send + 'static;
    /// A pin that is driven.
    type Output: OutputPin + Send + 'static;
    /// A pin that is read.
    type Input: InputPin + Send + 'static;
    /// A pin with pulses of a width.
    type Pwm: SetDutyCycle + Send + 'static;
    /// A way to wait.
    type Delay: DelayNs + Send + 'static;
    /// An interrupt that is on. After its drop the handler does not run, and
    /// is dropped.
    type Interrupt: Send + 'static;
    /// A clock that ticks. After its drop the handler does not run, and is
    /// dropped.
    type Ticker: Send + 'static;
    /// The way of samples.
    type Samples: SamplePath + Send + 'static;

    /// Microseconds since some moment before the board was opened; never goes
    /// back.
    fn now_us() -> u64;

    /// A way to wait, outside of interrupts.
    fn delay() -> Self::Delay;

    /// A handle of an I2C bus. What takes longer than any part may is an error
    /// of the bus, not a wait without end.
    ///
    /// # Errors
    ///
    /// [`BoardError`]: the bus is open with other wires or another clock, or
    /// the platform has no such controller or pins.
    fn i2c(wires: &I2cWires) -> Result<Self::I2c, BoardError>;

    /// A device on an SPI bus, not selected. `config.clock_hz` is lowered to
    /// what the wires and the processor can.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while the device is open; [`BoardError::Unsupported`]
    /// for what the bus cannot be set to; else as [`i2c`](Self::i2c).
    fn spi(wires: &SpiWires, config: SpiConfig) -> Result<Self::Spi, BoardError>;

    /// A pin, driven from now on.
    ///
    /// # Errors
    ///
    /// [`BoardError::Busy`] while the pin is open; else as [`i2c`](Self::i2c).
    fn output(pin: Pin, high: bool) -> Result<Self::Output, BoardError>;

    /// A pin, read, with the processor's own pull-up if it has one.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output); one input and one interrupt may be on the
    /// same pin.
    fn input(pin: Pin) -> Result<Self::Input, BoardError>;

    /// A pin with pulses, `hz` of them in a second, none at first.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output).
    fn pwm(pin: Pin, hz: u32) -> Result<Self::Pwm, BoardError>;

    /// Calls `handler` at every such edge of the pin from now on.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output); the handler is dropped then.
    fn on_edge(pin: Pin, edge: Edge, handler: Handler) -> Result<Self::Interrupt, BoardError>;

    /// Calls `handler` every `period_us` microseconds from now on.
    ///
    /// # Errors
    ///
    /// [`BoardError::NoResources`] without a timer; the handler is dropped then.
    fn every(period_us: u32, handler: Handler) -> Result<Self::Ticker, BoardError>;

    /// The way of samples, stopped. While it runs it calls `feed` for each half
    /// of its buffer that is to be filled.
    ///
    /// # Errors
    ///
    /// As [`output`](Self::output); `feed` is dropped then.
    fn samples(wires: &I2sWires, feed: Feed) -> Result<Self::Samples, BoardError>;
}
