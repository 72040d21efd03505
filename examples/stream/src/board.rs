//! A board with an ADC, and its pool.

use avm_port::Bell;
use stream_port::{AdcError, Converter, HasAdc, Opened};

/// Bytes of a block: 508 samples, and the number of the first of them.
pub const SIZE: usize = 1024;

/// Blocks of the pool.
pub const CAPACITY: usize = 8;

static ADC: Converter<SIZE, CAPACITY> = Converter::new();

/// A board whose ADC is a thread.
#[derive(Debug)]
pub struct Board;

impl HasAdc for Board {
    type Adc = Opened<SIZE, CAPACITY>;

    fn adc(bell: Bell) -> Result<Self::Adc, AdcError> {
        ADC.open(bell)
    }
}
