//! What went through a ring of bytes, and what did not.

/// Counts of a ring of bytes since it was made or last
/// [reset](crate::reset_bytes).
///
/// When neither end is in the middle of a call, `accepted` is exactly
/// `released + queued`, modulo 2^32, and `offered - accepted` is what
/// [`ByteProducer::write`](crate::ByteProducer::write) did not take. A snapshot
/// that is taken meanwhile keeps those sums too, but may be older than the
/// bytes in flight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ByteStats {
    /// Bytes that were given to `write`, or committed. Bytes that are given
    /// again count again. Wraps after 2^32 - 1.
    pub offered: u32,
    /// Bytes that went into the ring. Wraps after 2^32 - 1.
    pub accepted: u32,
    /// Bytes that were taken out. Wraps after 2^32 - 1.
    pub released: u32,
    /// Bytes in the ring now: 0 to `capacity`.
    pub queued: u32,
    /// The most bytes that were in the ring at a time, as the producer saw it:
    /// 0 to `capacity`.
    pub high_water: u32,
    /// Bytes of the ring; all of them are usable.
    pub capacity: u32,
}
