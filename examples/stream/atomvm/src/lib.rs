//! Stream ports with blocks of three sizes, for tests on AtomVM.
//!
//! In no bundle. `stream` has blocks of 1 KiB, which a thread fills; `stream_small` has blocks of
//! 64 bytes and `stream_large` of 64 KiB, which are filled when the port is told to, so that what
//! is counted is the same in each run.
#![forbid(unsafe_code)]

use avm_port::Bell;
use stream_port::{AdcError, AtOnce, Converter, HasAdc, Opened, Stream};

/// Blocks of each pool.
const BLOCKS: usize = 8;

static PACED: Converter<1024, BLOCKS> = Converter::new();
static SMALL: Converter<64, BLOCKS> = Converter::new();
static LARGE: Converter<65_536, BLOCKS> = Converter::new();

/// A board whose ADC is a thread.
pub struct Paced;

/// A board with blocks of 64 bytes.
pub struct Small;

/// A board with blocks of 64 KiB.
pub struct Large;

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

vm_atomvm::export_port!(stream_create_port, Stream<Paced>);
vm_atomvm::export_port!(stream_small_create_port, Stream<Small>);
vm_atomvm::export_port!(stream_large_create_port, Stream<Large>);
