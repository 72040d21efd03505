//! What the port asks of hardware that fills blocks.

use core::fmt;

use avm_port::Bell;
use avm_term::FromTerm;
use isr_ring::{Block, PoolStats};

/// A board with an ADC whose samples come in blocks.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no ADC",
    label = "a board of the stream port implements `HasAdc`"
)]
pub trait HasAdc: 'static {
    /// The opened ADC.
    type Adc: Adc;

    /// Opens the ADC. Its interrupt rings the bell when there is a block, and no other before it.
    ///
    /// # Errors
    ///
    /// [`AdcError::Busy`] while it is open already.
    fn adc(bell: Bell) -> Result<Self::Adc, AdcError>;
}

/// An opened ADC. Dropping it ends its run, and frees the blocks that wait.
pub trait Adc: Send + 'static {
    /// Begins a run. Nothing in it ever waits for whoever takes the blocks.
    ///
    /// # Errors
    ///
    /// [`AdcError::Busy`] while a run is on, [`AdcError::NoThread`] where one is needed.
    fn start(&mut self, run: Run) -> Result<(), AdcError>;

    /// Ends the run, if there is one. What is filled stays.
    fn stop(&mut self);

    /// The oldest filled block, if there is one.
    fn take(&mut self) -> Option<Block<'static>>;

    /// The pool's counts.
    fn stats(&self) -> PoolStats;
}

/// What a run is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromTerm)]
pub struct Run {
    /// How many blocks to fill, or to lose where none is free; until it is stopped if `None`.
    pub blocks: Option<u32>,
    /// Samples in a second.
    #[avm(default = 48_000, range = 1..=100_000_000)]
    pub rate_hz: u32,
}

/// Why an ADC does not do what it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdcError {
    /// It is open already, or a run is on.
    Busy,
    /// The system has no thread to stand for the interrupt.
    NoThread,
}

impl fmt::Display for AdcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "the ADC is busy",
            Self::NoThread => "the system has no thread for the interrupt",
        })
    }
}

impl core::error::Error for AdcError {}
