//! What a membrane is told and tells.

use alloc::vec::Vec;
use core::fmt;

use port_state::Handle;

use crate::legacy::Role;
use crate::membrane::store::{DomId, StoreError};
use crate::membrane::{Key, Keys, Reason};

/// Who may knock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peers {
    /// Any domain may write into the directory where peers knock, as with LING.
    Any,
    /// Only these, each into a directory of its own.
    Listed(Vec<DomId>),
}

/// How a membrane works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// How long a peer may take for each of its answers, in the unit of the clock.
    pub patience: u32,
    /// Who may knock.
    pub peers: Peers,
    /// What this side wants of the streams through its pores; nothing is said of what is missing.
    pub keys: Keys,
    /// The most pores at a time; 256 at most.
    pub pores: usize,
}

impl Config {
    /// Any peer may knock and take 5000 for each answer; 64 pores.
    pub const DEFAULT: Self = Self {
        patience: 5000,
        peers: Peers::Any,
        keys: Keys {
            format: None,
            max_frame: None,
        },
        pores: 64,
    };
}

/// What has come of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// A pore is there for both sides.
    Opened {
        /// The pore.
        handle: Handle,
        /// To whom.
        key: Key,
        /// Whose it is.
        owner: u64,
        /// Which side this is: the passive one opened.
        role: Role,
    },
    /// A pore is over, or did not come about.
    Closed {
        /// What it was called; stale from now on.
        handle: Handle,
        /// To whom it was.
        key: Key,
        /// Whose it was.
        owner: u64,
        /// Why.
        reason: Reason,
        /// Bytes that were written and not read by the peer.
        undelivered: u64,
    },
}

/// Why a pore was not even begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// There is one to this peer and port.
    Exists,
    /// There is no such peer, or it does not listen there.
    NotFound,
    /// As many pores as there may be.
    Full,
    /// The store refused.
    Store(StoreError),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists => f.write_str("there is a pore to this peer and port"),
            Self::NotFound => f.write_str("there is no such peer, or it does not listen"),
            Self::Full => f.write_str("there are too many pores"),
            Self::Store(error) => write!(f, "the store says {error}"),
        }
    }
}

impl core::error::Error for OpenError {}

/// Why a pore was not handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandleError {
    /// The handle is none, or none any more.
    Stale,
    /// It is somebody else's.
    NotOwner,
    /// The peer is not ready yet, or no longer.
    NotConnected,
    /// The owner may not do that.
    Rights,
}

impl fmt::Display for HandleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stale => "there is no such pore any more",
            Self::NotOwner => "the pore is somebody else's",
            Self::NotConnected => "the pore is not connected",
            Self::Rights => "the owner may not do that",
        })
    }
}

impl core::error::Error for HandleError {}

/// Why a name was not set or found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// It has no, or more than 64 bytes, or others than `a-z A-Z 0-9 - _`.
    Name,
    /// The peer has no such name, or what it says is no port.
    NotFound,
    /// The store refused.
    Store(StoreError),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => f.write_str("a name has 1 to 64 letters, digits, - and _"),
            Self::NotFound => f.write_str("there is no such name"),
            Self::Store(error) => write!(f, "the store says {error}"),
        }
    }
}

impl core::error::Error for NameError {}
