//! What a side says of itself, copied once and never read again.

use core::fmt;

use crate::layout::{Header, MAGIC, MAX_ORDER, MIN_ORDER, VERSION};
use crate::memory::View;

/// What a side says of itself; how much it can send follows from its region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Bits of what the side can do beyond the protocol's version.
    pub features: u32,
    /// Bytes of the longest frame that the side takes; 0 if it does not care.
    pub max_frame: u32,
    /// Where the count of bytes begins; anything does.
    pub start: u32,
}

/// What the peer said of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerConfig {
    /// It sends through 2^`order` bytes.
    pub order: u32,
    /// Bits of what it can do beyond the protocol's version.
    pub features: u32,
    /// Bytes of the longest frame that it takes; 0 if it does not care.
    pub max_frame: u32,
    pub(crate) start: u32,
}

/// Why a pore cannot be opened on a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpenError {
    /// This side's region has so many bytes of data, which is no power of two
    /// between 2^4 and 2^30.
    Size(usize),
    /// The peer's region begins with this instead of [`MAGIC`].
    Magic(u32),
    /// The peer has this version of the protocol.
    Version(u32),
    /// The peer claims 2^this bytes of data, which are too few, too many, or more
    /// than its region has.
    Order(u32),
}

impl Config {
    /// Writes it into a region.
    pub(crate) fn write(&self, header: &Header, order: u32) {
        let line = &header.config;
        line.magic.set(MAGIC);
        line.version.set(VERSION);
        line.order.set(order);
        line.features.set(self.features);
        line.max_frame.set(self.max_frame);
        line.start.set(self.start);
    }
}

/// The words of a configuration, not looked at yet.
pub(crate) struct Copied {
    magic: u32,
    version: u32,
    config: PeerConfig,
}

impl Copied {
    pub(crate) fn of(header: &Header) -> Self {
        let line = &header.config;
        Self {
            magic: line.magic.load(),
            version: line.version.load(),
            config: PeerConfig {
                order: line.order.load(),
                features: line.features.load(),
                max_frame: line.max_frame.load(),
                start: line.start.load(),
            },
        }
    }

    /// Makes sure that a region like this can hold what it claims.
    pub(crate) fn check(self, view: &View<'_>) -> Result<PeerConfig, OpenError> {
        if self.magic != MAGIC {
            return Err(OpenError::Magic(self.magic));
        }
        if self.version != VERSION {
            return Err(OpenError::Version(self.version));
        }
        let order = self.config.order;
        let fits = view.order().is_some_and(|most| order <= most);
        if !fits || !(MIN_ORDER..=MAX_ORDER).contains(&order) {
            return Err(OpenError::Order(order));
        }
        Ok(self.config)
    }
}

/// The order of a region that this side may send through.
pub(crate) fn own_order(view: &View<'_>) -> Result<u32, OpenError> {
    let bytes = view.data_bytes();
    let order = view
        .order()
        .filter(|order| bytes.is_power_of_two() && (MIN_ORDER..=MAX_ORDER).contains(order));
    order.ok_or(OpenError::Size(bytes))
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size(bytes) => write!(f, "a region of {bytes} bytes cannot be a ring"),
            Self::Magic(magic) => write!(f, "the peer's region begins with {magic:#010x}"),
            Self::Version(version) => write!(f, "the peer has version {version}"),
            Self::Order(order) => write!(f, "the peer claims 2^{order} bytes"),
        }
    }
}

impl core::error::Error for OpenError {}
