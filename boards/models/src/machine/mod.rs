//! The host as a platform: models, soldered as a board's schematic says.

mod bench;
mod fingers;
mod i2c;
mod i2s;
mod interrupt;
mod pins;
mod slot;
mod solder;
mod spi;
mod sweep;
mod ticker;
mod time;

use std::any::TypeId;
use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Mutex, OnceLock, PoisonError};

use board_support::{BoardError, Edge, Feed, Handler, I2cWires, I2sWires, Pin, Platform, SpiWires};
use class_spi::SpiConfig;

pub use bench::{Bench, Setup};
pub use fingers::Fingers;
pub use i2c::MachineI2c;
pub use i2s::MachineSamples;
pub use interrupt::MachineInterrupt;
pub use pins::{MachineInput, MachineOutput, MachinePwm};
pub use slot::Part;
pub use solder::{I2cBus, I2sBus, Soldered, Soldering, SpiBus};
pub use spi::MachineSpi;
pub use ticker::MachineTicker;

use crate::SimClock;

/// A board of models, on the host: what a board's code runs on in tests,
/// examples and demonstrations.
///
/// Parts are soldered once and stay as they were left, from one opening to the
/// next. What is opened on a pin where nothing ends finds nothing: an I2C bus
/// without acknowledges, an SPI device that says nothing, an interrupt that
/// never comes; and the machine [complains](Bench::complaints).
///
/// Time passes for the parts by transfers and delays only, and by none of
/// these on the wall. The fingers and the samples have their own, as
/// `SIM_SPEED` says; [`now_us`](Platform::now_us) is that of the recording. At
/// speed 0 the next finger waits until the last report has been read, or the
/// try has failed.
pub struct Machine<B>(PhantomData<B>);

impl<B: Soldered> Machine<B> {
    /// The machine on the bench: to look at it, and to have things go wrong.
    #[must_use]
    pub fn bench() -> &'static Bench {
        static BENCHES: OnceLock<Mutex<HashMap<TypeId, &'static Bench>>> = OnceLock::new();
        let benches = BENCHES.get_or_init(Mutex::default);
        let mut benches = benches.lock().unwrap_or_else(PoisonError::into_inner);
        benches.entry(TypeId::of::<B>()).or_insert_with(|| {
            let mut board = Soldering::default();
            B::solder(&mut board);
            // Once for each board, as hardware is.
            Box::leak(Box::new(Bench::new(board)))
        })
    }
}

impl<B: Soldered> Platform for Machine<B> {
    type I2c = MachineI2c;
    type Spi = MachineSpi;
    type Output = MachineOutput;
    type Input = MachineInput;
    type Pwm = MachinePwm;
    type Delay = SimClock;
    type Interrupt = MachineInterrupt;
    type Ticker = MachineTicker;
    type Samples = MachineSamples;

    fn now_us() -> u64 {
        Self::bench().time.now_us()
    }

    fn delay() -> Self::Delay {
        Self::bench().clock().clone()
    }

    fn i2c(wires: &I2cWires) -> Result<Self::I2c, BoardError> {
        MachineI2c::open(Self::bench(), wires)
    }

    fn spi(wires: &SpiWires, config: SpiConfig) -> Result<Self::Spi, BoardError> {
        MachineSpi::open(Self::bench(), wires, config)
    }

    fn output(pin: Pin, high: bool) -> Result<Self::Output, BoardError> {
        MachineOutput::open(Self::bench(), pin, high)
    }

    fn input(pin: Pin) -> Result<Self::Input, BoardError> {
        MachineInput::open(Self::bench(), pin)
    }

    fn pwm(pin: Pin, _hz: u32) -> Result<Self::Pwm, BoardError> {
        MachinePwm::open(Self::bench(), pin)
    }

    fn on_edge(pin: Pin, edge: Edge, handler: Handler) -> Result<Self::Interrupt, BoardError> {
        MachineInterrupt::open(Self::bench(), pin, edge, handler)
    }

    fn every(period_us: u32, handler: Handler) -> Result<Self::Ticker, BoardError> {
        MachineTicker::open(Self::bench(), period_us, handler)
    }

    fn samples(wires: &I2sWires, feed: Feed) -> Result<Self::Samples, BoardError> {
        MachineSamples::open(Self::bench(), wires, feed)
    }
}
