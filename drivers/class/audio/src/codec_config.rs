//! How a board has wired a codec.

use crate::MasterClock;

/// How a board has wired a codec: `A` are the addresses that its pins choose
/// from, `O` the outputs that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CodecConfig<A, O> {
    /// Where it is.
    pub address: A,
    /// What hangs on it.
    pub output: O,
    /// The clock at its MCLK pin.
    pub master_clock: MasterClock,
}
