//! What may be done with a pore.

use crate::ring::features::{SENDS_NOTHING, TAKES_NOTHING};

/// What a side, or an owner, may do with a pore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rights {
    /// Take what the peer sends.
    pub read: bool,
    /// Send to the peer.
    pub write: bool,
}

impl Rights {
    /// Neither.
    pub const NONE: Self = Self {
        read: false,
        write: false,
    };
    /// Take only.
    pub const READ: Self = Self {
        read: true,
        write: false,
    };
    /// Send only.
    pub const WRITE: Self = Self {
        read: false,
        write: true,
    };
    /// Both.
    pub const BOTH: Self = Self {
        read: true,
        write: true,
    };

    /// Whether these are at least the others.
    pub const fn allow(self, need: Self) -> bool {
        (self.read || !need.read) && (self.write || !need.write)
    }

    /// Whether it is neither.
    pub const fn is_none(self) -> bool {
        !self.read && !self.write
    }

    /// What is left of them at a peer that says this of itself.
    pub const fn with_peer(self, features: u32) -> Self {
        Self {
            read: self.read && features & SENDS_NOTHING == 0,
            write: self.write && features & TAKES_NOTHING == 0,
        }
    }

    /// The bits that tell the peer, among those that say something else.
    pub const fn in_features(self, features: u32) -> u32 {
        let sends = if self.write { 0 } else { SENDS_NOTHING };
        let takes = if self.read { 0 } else { TAKES_NOTHING };
        features & !(SENDS_NOTHING | TAKES_NOTHING) | sends | takes
    }
}
