//! What went through a pool, and where its blocks are.

/// Counts of a pool since it was made or last [reset](crate::reset_pool), and
/// where its blocks are now.
///
/// `free + filling + queued + held` is always `capacity`. When no end is in
/// the middle of a call, `filled` is exactly `delivered + queued`, modulo 2^32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PoolStats {
    /// Blocks that were filled and queued. Wraps after 2^32 - 1.
    pub filled: u32,
    /// Blocks that were taken out of the queue. Wraps after 2^32 - 1.
    pub delivered: u32,
    /// Times that a block was wanted for filling and none was free. Stays at
    /// 2^32 - 1 once that is reached.
    pub overruns: u32,
    /// Blocks that nobody has.
    pub free: u32,
    /// Blocks that are being filled.
    pub filling: u32,
    /// Blocks that are filled and not taken yet.
    pub queued: u32,
    /// Blocks that are held by who took them. One that is kept for ever stays
    /// here.
    pub held: u32,
    /// Blocks of the pool.
    pub capacity: u32,
}
