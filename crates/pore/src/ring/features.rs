//! What the bits of `features` mean.
//!
//! The top byte is the kind of slot of a [channel](crate::channel). Bits that a
//! side does not know are ignored.

/// The side's straws are in Erlang's format; without it, in JSON.
pub const ERLANG: u32 = 1 << 0;
/// The side sends nothing.
pub const SENDS_NOTHING: u32 = 1 << 8;
/// The side takes nothing: what is sent to it ends the pore.
pub const TAKES_NOTHING: u32 = 1 << 9;
