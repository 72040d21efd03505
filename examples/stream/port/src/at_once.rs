//! A converter without a thread: a run is over when it has begun.

use isr_ring::{Block, PoolStats};

use crate::adc::{Adc, AdcError, Run};
use crate::converter::Opened;

/// An opened converter whose runs are over when they have begun, whatever their rate: for tests
/// and counts, where every block is to come at a known moment. A run without an end does nothing.
#[derive(Debug)]
pub struct AtOnce<const SIZE: usize, const COUNT: usize>(pub Opened<SIZE, COUNT>);

impl<const SIZE: usize, const COUNT: usize> Adc for AtOnce<SIZE, COUNT> {
    fn start(&mut self, run: Run) -> Result<(), AdcError> {
        self.0.convert(run)
    }

    fn stop(&mut self) {
        self.0.stop();
    }

    fn take(&mut self) -> Option<Block<'static>> {
        self.0.take()
    }

    fn stats(&self) -> PoolStats {
        self.0.stats()
    }
}
