//! What can be refused, and why.

use core::fmt;

use crate::channel::Reject;
use crate::ring::Closed;

/// Why a slot was not pushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PushError {
    /// There is no room for it now.
    Full,
    /// What it hands over is not there.
    Rejected(Reject),
    /// The channel is over.
    Closed(Closed),
}

/// Why no slot was popped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PopError {
    /// There is none now.
    Empty,
    /// What the next one hands over is not there. It is gone from the ring.
    Rejected(Reject),
    /// The channel is over, and all that came before was popped.
    Closed(Closed),
}

/// The two sides of a link do not mean the same slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WrongSlots {
    /// The peer has slots of this kind, and of so many bytes.
    Peer {
        /// The number of their layout.
        kind: u8,
        /// Bytes of each.
        bytes: u32,
    },
    /// One of the rings has so many bytes, which are less than a slot's.
    Ring(u32),
}

impl From<Closed> for PushError {
    fn from(why: Closed) -> Self {
        Self::Closed(why)
    }
}

impl From<Closed> for PopError {
    fn from(why: Closed) -> Self {
        Self::Closed(why)
    }
}

impl fmt::Display for PushError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("the channel is full"),
            Self::Rejected(why) => why.fmt(f),
            Self::Closed(why) => why.fmt(f),
        }
    }
}

impl fmt::Display for PopError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the channel is empty"),
            Self::Rejected(why) => why.fmt(f),
            Self::Closed(why) => why.fmt(f),
        }
    }
}

impl fmt::Display for WrongSlots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Peer { kind, bytes } => {
                write!(f, "the peer has slots of kind {kind}, {bytes} bytes each")
            }
            Self::Ring(bytes) => write!(f, "a ring of {bytes} bytes holds no slot"),
        }
    }
}

impl core::error::Error for PushError {}
impl core::error::Error for PopError {}
impl core::error::Error for WrongSlots {}
