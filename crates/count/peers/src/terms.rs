//! Encoders and decoders of the external term format, behind one trait.

mod avm;
mod eetf;

use alloc::vec::Vec;

pub use avm::{AvmTerm, AvmTermVec, ByValues};
pub use eetf::Eetf;

/// Events of one message: `[{touch, Kind, Id, X, Y, Pressure, TimestampUs}, ...]`.
pub const TOUCHES: usize = 64;

/// Room for their encoding.
pub const ROOM: usize = 4096;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, avm_term::IntoTerm)]
pub enum Kind {
    /// `down`
    Down,
    /// `move`
    Move,
    /// `up`
    Up,
}

/// A touch event, as the touch port sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, avm_term::IntoTerm)]
#[avm(tag = "touch")]
pub struct Touch {
    /// What happened.
    pub kind: Kind,
    /// Which finger.
    pub id: u8,
    /// Horizontal position in pixels.
    pub x: u16,
    /// Vertical position in pixels.
    pub y: u16,
    /// Pressure, 0 to 255.
    pub pressure: u8,
    /// Time in microseconds.
    pub time_us: u64,
}

impl Touch {
    /// Makes the `n`-th event of a run: three kinds, five fingers, a panel of 800 by 480, and a
    /// clock of this century.
    #[must_use]
    pub fn nth(n: u64) -> Self {
        Self {
            kind: [Kind::Down, Kind::Move, Kind::Up][n as usize % 3],
            id: (n % 5) as u8,
            x: (n * 37 % 800) as u16,
            y: (n * 91 % 480) as u16,
            pressure: (n * 7) as u8,
            time_us: 1_700_000_000_000_000 + 10_000 * n,
        }
    }

    /// Makes the events of a message.
    #[must_use]
    pub fn message() -> Vec<Self> {
        (0..TOUCHES as u64).map(Self::nth).collect()
    }
}

/// An encoder and a decoder.
pub trait Terms {
    /// The name that the tables print.
    const NAME: &'static str;
    /// Events in the form in which they are encoded; made before anything is counted.
    type Prepared;
    /// Events in the form in which they are decoded.
    type Decoded;

    /// Makes events ready to be encoded.
    fn prepare(touches: &[Touch]) -> Self::Prepared;
    /// Encodes events into the memory of [`ROOM`] zeros, or what a former call left there; `None`
    /// when it fails.
    fn encode<'b>(prepared: &Self::Prepared, buffer: &'b mut Vec<u8>) -> Option<&'b [u8]>;
    /// Where events are decoded to.
    fn place() -> Self::Decoded;
    /// Decodes events, and drops those that were there before; false when it fails.
    fn decode(bytes: &[u8], into: &mut Self::Decoded) -> bool;
    /// Tells what was decoded.
    fn touches(decoded: &Self::Decoded) -> Option<Vec<Touch>>;
}
