//! What went through a ring, and what did not.

/// Counts of a ring since it was made or last [reset](crate::reset).
///
/// When neither end is in the middle of a call, `offered` is exactly
/// `delivered + dropped + queued`, all modulo 2^32. A snapshot that is taken
/// meanwhile keeps that sum too, but may be older than the event in flight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stats {
    /// Events that the producer was asked to push. Wraps after 2^32 - 1.
    pub offered: u32,
    /// Events that the consumer took out. Wraps after 2^32 - 1.
    pub delivered: u32,
    /// Events that did not fit and were handed back. Stays at 2^32 - 1 once
    /// that is reached.
    pub dropped: u32,
    /// Events in the ring now: 0 to `capacity`.
    pub queued: u32,
    /// The most events that were in the ring at a time, as the producer saw
    /// it: 0 to `capacity`. An event counts as taken out once the consumer
    /// has released its slot.
    pub high_water: u32,
    /// Slots of the ring; all of them are usable.
    pub capacity: u32,
}
