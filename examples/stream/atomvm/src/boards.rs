//! Boards whose ADC has blocks of three sizes.

use avm_port::Bell;
use stream_port::{AdcError, AtOnce, Converter, HasAdc, Opened};

/// Blocks of each pool.
const BLOCKS: usize = 8;

static PACED: Converter<1024, BLOCKS> = Converter::new();
static SMALL: Converter<64, BLOCKS> = Converter::new();
static LARGE: Converter<65_536, BLOCKS> = Converter::new();

/// A board whose ADC is a thread.
pub(crate) struct Paced;

/// A board with blocks of 64 bytes.
pub(crate) struct Small;

/// A board with blocks of 64 KiB.
pub(crate) struct Large;

impl HasAdc for Paced {
    type Adc = Opened<1024, BLOCKS>;

    fn adc(bell: Bell) -> Result<Self::Adc, AdcError> {
        PACED.open(bell)
    }
}

impl HasAdc for Small {
    type Adc = AtOnce<64, BLOCKS>;

    fn adc(bell: Bell) -> Result<Self::Adc, AdcError> {
        SMALL.open(bell).map(AtOnce)
    }
}

impl HasAdc for Large {
    type Adc = AtOnce<65_536, BLOCKS>;

    fn adc(bell: Bell) -> Result<Self::Adc, AdcError> {
        LARGE.open(bell).map(AtOnce)
    }
}
