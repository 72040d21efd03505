//! Why a pore is over.

use core::fmt;

/// Why a pore is over. Once it is, it stays so, until it is opened anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Closed {
    /// This side closed it.
    Here,
    /// The peer closed it in order; what it had sent before was read.
    Peer,
    /// The peer closed it for this `err` of its own.
    PeerError(u32),
    /// The peer began anew, and so must this side.
    Restarted,
    /// Somebody knows that the peer is no more.
    Gone,
    /// The peer wrote what no honest peer could have.
    Protocol(Protocol),
    /// It never was open in this direction: the [rights](crate::ring::Rights) of either
    /// side do not go so far. The other direction is not touched.
    Denied,
}

/// What no honest peer could have written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// A cursor that goes back, or that is farther off than there are bytes.
    RingIndex,
    /// A state that is none, or that cannot follow.
    State,
    /// Bytes, to a side that [takes nothing](crate::ring::features::TAKES_NOTHING).
    Rights,
}

impl Protocol {
    /// The `err` that tells the peer, numbered as Xen's store does it.
    pub const fn code(self) -> u32 {
        match self {
            Self::RingIndex => 2,
            Self::State => 3,
            Self::Rights => 4,
        }
    }

    pub(crate) const fn from_code(code: u32) -> Option<Self> {
        match code {
            2 => Some(Self::RingIndex),
            3 => Some(Self::State),
            4 => Some(Self::Rights),
            _ => None,
        }
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here => f.write_str("closed by this side"),
            Self::Peer => f.write_str("closed by the peer"),
            Self::PeerError(err) => write!(f, "closed by the peer for error {err}"),
            Self::Restarted => f.write_str("the peer began anew"),
            Self::Gone => f.write_str("the peer is gone"),
            Self::Protocol(what) => write!(f, "the peer wrote {what}"),
            Self::Denied => f.write_str("not open in this direction"),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RingIndex => "an impossible cursor",
            Self::State => "an impossible state",
            Self::Rights => "bytes to a side that takes none",
        })
    }
}

impl core::error::Error for Closed {}
impl core::error::Error for Protocol {}
