//! What a side offers, and what it takes.

use core::time::Duration;

use super::{Access, UnixError};
use crate::layout::{MAX_ORDER, MIN_ORDER};
use crate::ring::{Config, Rights};

/// What a side offers, and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// This side sends through 2^`order` bytes.
    pub order: u32,
    /// The peer may send through at most 2^this bytes.
    pub most_order: u32,
    /// What this side says of itself.
    pub config: Config,
    /// How long a negotiation may take.
    pub timeout: Duration,
    /// Who the peer may be.
    pub access: Access,
    /// What this side does with its pores: it reads, writes, or both. The peer is told.
    pub rights: Rights,
}

impl Settings {
    /// 64 KiB each way, 16 MiB at most for the peer, 5 s, the same user, to read and to write.
    pub const DEFAULT: Self = Self {
        order: 16,
        most_order: 24,
        config: Config {
            features: 0,
            max_frame: 0,
            start: 0,
        },
        timeout: Duration::from_secs(5),
        access: Access::SameUser,
        rights: Rights::BOTH,
    };

    pub(super) fn check(&self) -> Result<(), UnixError> {
        let orders = MIN_ORDER..=MAX_ORDER;
        if orders.contains(&self.order) && orders.contains(&self.most_order) {
            return if self.rights.is_none() {
                Err(UnixError::Rights)
            } else {
                Ok(())
            };
        }
        Err(UnixError::Order(self.order))
    }

    /// What the peer is told of this side.
    pub(super) fn told(&self) -> Config {
        Config {
            features: self.rights.in_features(self.config.features),
            ..self.config
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::DEFAULT
    }
}
