//! What stands in the header besides functions and packets.

use pore::channel::Stats;
use pore::ring::Closed;

/// What a call came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(C)]
#[must_use]
pub enum HalResult {
    /// It was done.
    Ok = 0,
    /// There is no room now, or the peer is not there yet.
    Full = 1,
    /// There is no packet now, the peer is not there yet, or the time was up.
    Empty = 2,
    /// The channel is over; `hal_channel_stats` says why.
    Closed = 3,
    /// The handle stands for nothing, or not for anything any more.
    Stale = 4,
    /// The space of the channel has no right to do that with it.
    Denied = 5,
    /// An argument is null or cannot be, or a packet hands over what is not there.
    Invalid = 6,
    /// There is no memory, descriptor or slot left for it.
    Exhausted = 7,
    /// Another thread waits at the channel.
    Busy = 8,
}

/// Allows to pop.
pub const HAL_READ: u32 = 1;
/// Allows to push.
pub const HAL_WRITE: u32 = 2;

/// A channel of `hal_ion_packet`.
pub const HAL_SLOT_ION: u32 = 1;
/// A channel of `hal_cmd_packet`.
pub const HAL_SLOT_CMD: u32 = 2;

/// The channel is not over.
pub const HAL_WHY_OPEN: u32 = 0;
/// This side closed it.
pub const HAL_WHY_HERE: u32 = 1;
/// The peer closed it in order.
pub const HAL_WHY_PEER: u32 = 2;
/// The peer closed it for an error of its own.
pub const HAL_WHY_PEER_ERROR: u32 = 3;
/// The peer began anew; so does this side, by `hal_channel_attach`.
pub const HAL_WHY_RESTARTED: u32 = 4;
/// The peer is known to be gone.
pub const HAL_WHY_GONE: u32 = 5;
/// The peer wrote what no honest peer could have.
pub const HAL_WHY_PROTOCOL: u32 = 6;
/// The peer means other packets, or another protocol.
pub const HAL_WHY_MISMATCH: u32 = 7;

/// What a side gives its peer: descriptors of its region and of its bell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct HalDescriptors {
    /// The pages that the side writes, a sealed file in memory.
    pub region: i32,
    /// The timer that the peer rings.
    pub bell: i32,
}

/// What was done on a side so far, by all its epochs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct HalStats {
    /// Packets that were pushed.
    pub pushed: u64,
    /// Packets that were popped.
    pub popped: u64,
    /// Packets that found no room.
    pub full: u64,
    /// Packets, of either side, that hand over what is not there.
    pub rejected: u64,
    /// Calls that were denied.
    pub denied: u64,
    /// Why the channel is over, one of `HAL_WHY_...`.
    pub why: u32,
    /// 1 if the peer is attached and the channel is not over, else 0.
    pub connected: u32,
}

/// The number for why a channel is over.
pub(crate) fn number(why: Closed) -> u32 {
    match why {
        // Rights to a channel are looked at before its pore.
        Closed::Here | Closed::Denied => HAL_WHY_HERE,
        Closed::Peer => HAL_WHY_PEER,
        Closed::PeerError(_) => HAL_WHY_PEER_ERROR,
        Closed::Restarted => HAL_WHY_RESTARTED,
        Closed::Gone => HAL_WHY_GONE,
        Closed::Protocol(_) => HAL_WHY_PROTOCOL,
    }
}

impl HalStats {
    /// Adds what a channel did.
    pub(crate) fn add(&mut self, done: Stats) {
        self.pushed += done.pushed;
        self.popped += done.popped;
        self.full += done.full;
        self.rejected += done.rejected;
    }
}
