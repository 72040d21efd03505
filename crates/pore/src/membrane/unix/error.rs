//! Why two processes did not come to share a pore.

use core::fmt;
use std::io;

use rustix::io::Errno;

use super::{NameError, Peer};
use crate::ring::{OpenError, State};

/// Why two processes did not come to share a pore. Nothing of it is left then: every descriptor is
/// closed, every page unmapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnixError {
    /// The name is none.
    Name(NameError),
    /// There is an endpoint of this name.
    NameTaken,
    /// There is no endpoint of this name.
    NotFound,
    /// The settings ask for this order, or for a limit, that no region has.
    Order(u32),
    /// Neither side would send anything that the other one takes.
    Rights,
    /// This side may not share anything with that process.
    Denied(Peer),
    /// The peer shares nothing, for this reason.
    Refused(Refusal),
    /// The time was up while this side was in this state; `Unknown`: nobody came.
    Timeout(State),
    /// The peer was gone while this side was in this state.
    Gone(State),
    /// The peer sent what no honest peer would.
    Protocol(Violation),
    /// This process, or the system, has no descriptor left.
    NoDescriptors,
    /// There is no memory left, or no room in a file system.
    NoRoom,
    /// What else the system says.
    Io(io::ErrorKind),
}

/// What no honest peer would send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// A message that says it has so many bytes, or has, which none of its kind does.
    Length(u32),
    /// A message that begins with this.
    Magic(u32),
    /// A message of this version.
    Version(u32),
    /// A message of this kind.
    Kind(u32),
    /// A second offer, a second answer, or anything more after them.
    Twice,
    /// An answer before the offer.
    Early,
    /// So many descriptors with a message that has others.
    Descriptors(u32),
    /// An order that no region has, or more than this side takes.
    Order(u32),
    /// An epoch that is none.
    Epoch,
    /// A region that is no file in memory, or is not sealed.
    Region,
    /// A region that has another size than its order says.
    Size(u64),
    /// A bell that is none.
    Bell,
    /// Pages that cannot be met.
    Open(OpenError),
    /// Pages that say something else than the offer.
    Mismatch,
}

/// Why a side shares nothing; the number goes over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Refusal {
    /// The other process may not share anything with it.
    Denied = 1,
    /// The other one sent what no honest peer would.
    Protocol = 2,
    /// It has no descriptors or memory left.
    Resources = 3,
    /// The time was up.
    Timeout = 4,
    /// Something else.
    Other = 5,
}

impl Refusal {
    /// The reason of this number; those that are not known are [`Other`](Self::Other).
    pub const fn from_code(code: u32) -> Self {
        match code {
            1 => Self::Denied,
            2 => Self::Protocol,
            3 => Self::Resources,
            4 => Self::Timeout,
            _ => Self::Other,
        }
    }
}

impl UnixError {
    /// What the peer is told, if it is there to be told.
    pub(super) const fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Refused(_) | Self::Gone(_) => None,
            Self::Denied(_) => Some(Refusal::Denied),
            Self::Protocol(_) => Some(Refusal::Protocol),
            Self::NoDescriptors | Self::NoRoom => Some(Refusal::Resources),
            Self::Timeout(_) => Some(Refusal::Timeout),
            _ => Some(Refusal::Other),
        }
    }
}

impl From<Errno> for UnixError {
    fn from(errno: Errno) -> Self {
        match errno {
            Errno::MFILE | Errno::NFILE | Errno::TOOMANYREFS => Self::NoDescriptors,
            Errno::NOMEM | Errno::NOBUFS | Errno::NOSPC | Errno::DQUOT => Self::NoRoom,
            Errno::ADDRINUSE => Self::NameTaken,
            Errno::CONNREFUSED | Errno::NOENT => Self::NotFound,
            other => Self::Io(other.kind()),
        }
    }
}

impl From<io::Error> for UnixError {
    fn from(error: io::Error) -> Self {
        Errno::from_io_error(&error).map_or(Self::Io(error.kind()), Self::from)
    }
}

impl From<NameError> for UnixError {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}

impl From<Violation> for UnixError {
    fn from(violation: Violation) -> Self {
        Self::Protocol(violation)
    }
}

impl fmt::Display for UnixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(error) => error.fmt(f),
            Self::NameTaken => f.write_str("there is an endpoint of this name"),
            Self::NotFound => f.write_str("there is no endpoint of this name"),
            Self::Order(order) => write!(f, "no region has 2^{order} bytes"),
            Self::Rights => f.write_str("neither side sends what the other takes"),
            Self::Denied(peer) => write!(f, "process {} of user {} may not", peer.pid, peer.uid),
            Self::Refused(why) => write!(f, "the peer refused: {why}"),
            Self::Timeout(State::Unknown) => f.write_str("nobody came in time"),
            Self::Timeout(state) => write!(f, "the peer did not answer in time ({state:?})"),
            Self::Gone(state) => write!(f, "the peer is gone ({state:?})"),
            Self::Protocol(violation) => write!(f, "the peer sent {violation}"),
            Self::NoDescriptors => f.write_str("no descriptor is left"),
            Self::NoRoom => f.write_str("no memory is left"),
            Self::Io(kind) => kind.fmt(f),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(bytes) => write!(f, "a message of {bytes} bytes"),
            Self::Magic(magic) => write!(f, "a message that begins with {magic:#010x}"),
            Self::Version(version) => write!(f, "a message of version {version}"),
            Self::Kind(kind) => write!(f, "a message of kind {kind}"),
            Self::Twice => f.write_str("a message twice"),
            Self::Early => f.write_str("an answer before its offer"),
            Self::Descriptors(count) => write!(f, "{count} descriptors"),
            Self::Order(order) => write!(f, "an offer of 2^{order} bytes"),
            Self::Epoch => f.write_str("an epoch that is none"),
            Self::Region => f.write_str("a region that is no sealed file in memory"),
            Self::Size(bytes) => write!(f, "a region of {bytes} bytes, which it should not have"),
            Self::Bell => f.write_str("a doorbell that is none"),
            Self::Open(error) => error.fmt(f),
            Self::Mismatch => f.write_str("pages that differ from the offer"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Denied => "this process may not",
            Self::Protocol => "this side broke the protocol",
            Self::Resources => "it has no descriptors or memory left",
            Self::Timeout => "this side took too long",
            Self::Other => "for a reason of its own",
        })
    }
}

impl core::error::Error for UnixError {}
impl core::error::Error for Violation {}
impl core::error::Error for Refusal {}
