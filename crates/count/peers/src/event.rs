//! The event that all rings carry: 16 bytes, like a touch point.

use bytemuck::{Pod, Zeroable};

/// Events that a ring is asked to hold.
///
/// heapless and bbqueue keep a little less of it usable.
pub const SLOTS: usize = 256;

/// Events in one batch, grant or chunk.
pub const BATCH: usize = 64;

/// Bytes of one event.
pub const SIZE: usize = size_of::<Event>();

/// Offset of the time stamp, so that the two halves of an event differ.
const EPOCH_US: u64 = 1_000_000;

/// A touch point with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Event {
    /// Time in microseconds.
    pub time_us: u64,
    /// Horizontal position in pixels.
    pub x: u16,
    /// Vertical position in pixels.
    pub y: u16,
    /// Pressure, 0 to 255.
    pub pressure: u8,
    /// What happened: down, move or up.
    pub kind: u8,
    /// Unused.
    pub pad: u16,
}

impl Event {
    /// Makes the `n`-th event of a run: cheap, and no byte of it is constant.
    #[inline(always)]
    #[must_use]
    pub fn nth(n: u64) -> Self {
        bytemuck::cast([n.wrapping_add(EPOCH_US), n])
    }

    /// Folds all 16 bytes into a sum, which shows a lost or torn event.
    #[inline(always)]
    #[must_use]
    pub fn fold(self, sum: u64) -> u64 {
        let [time, rest]: [u64; 2] = bytemuck::cast(self);
        sum.wrapping_add(time ^ rest)
    }
}
