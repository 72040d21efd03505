//! What went wrong between controller and ring, counted.

use core::sync::atomic::{AtomicU32, Ordering};

/// What went wrong since the stream was opened. The counters wrap at 2^32.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Faults {
    /// Interrupts taken: one read of the controller each. Not a fault, but
    /// what the faults are to be measured against.
    pub reads: u32,
    /// Reads that failed on the bus. What the controller had to say is lost.
    pub bus: u32,
    /// Reads that announced more points than the controller can have.
    pub overfull: u32,
    /// Points that carried the id of another point of the same report; each
    /// was left out.
    pub duplicates: u32,
    /// Points that lay outside the panel; each was moved to its edge.
    pub clamped: u32,
    /// Interrupts whose report was gone before anybody read it, because the
    /// next had come already: they came faster than the bus, or than whoever
    /// drains. The read of a later one stands for them, and makes up what has
    /// to be made up.
    pub missed: u32,
    /// Interrupts beyond the rate that any controller has: a line that floats.
    /// Nothing was read for each; a later reading stands for all.
    pub throttled: u32,
    /// Times that the line was found stuck: active, whatever was read. It is
    /// looked at less often then.
    pub stuck: u32,
}

/// Counters that the interrupt side writes and anyone may read.
///
/// Loads and stores only, so they work on cores without compare-and-swap; that
/// takes one writer at a time, which [`TouchInterrupt`](crate::TouchInterrupt)
/// is. Usable as a `static`.
#[derive(Debug, Default)]
pub struct FaultCounters {
    reads: AtomicU32,
    bus: AtomicU32,
    overfull: AtomicU32,
    duplicates: AtomicU32,
    clamped: AtomicU32,
}

impl FaultCounters {
    /// Counters at zero.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            reads: AtomicU32::new(0),
            bus: AtomicU32::new(0),
            overfull: AtomicU32::new(0),
            duplicates: AtomicU32::new(0),
            clamped: AtomicU32::new(0),
        }
    }

    /// The counts now. Each is exact; while the interrupt side runs, one may
    /// be an interrupt ahead of another. What happens before a read (`missed`,
    /// `throttled`, `stuck`) is 0 here: whoever takes the interrupt counts it.
    #[must_use]
    pub fn snapshot(&self) -> Faults {
        Faults {
            reads: self.reads.load(Ordering::Relaxed),
            bus: self.bus.load(Ordering::Relaxed),
            overfull: self.overfull.load(Ordering::Relaxed),
            duplicates: self.duplicates.load(Ordering::Relaxed),
            clamped: self.clamped.load(Ordering::Relaxed),
            ..Faults::default()
        }
    }

    /// Back to zero, for the next user of the same hardware. To be called
    /// while no interrupt side runs.
    pub fn reset(&self) {
        for counter in [
            &self.reads,
            &self.bus,
            &self.overfull,
            &self.duplicates,
            &self.clamped,
        ] {
            counter.store(0, Ordering::Relaxed);
        }
    }

    pub(crate) fn count_read(&self) {
        add(&self.reads, 1);
    }

    pub(crate) fn count_bus(&self) {
        add(&self.bus, 1);
    }

    pub(crate) fn count_overfull(&self) {
        add(&self.overfull, 1);
    }

    pub(crate) fn count_amiss(&self, duplicates: u32, clamped: u32) {
        add(&self.duplicates, duplicates);
        add(&self.clamped, clamped);
    }
}

/// Not a read-modify-write: there is one writer, and some cores have none.
fn add(counter: &AtomicU32, n: u32) {
    if n > 0 {
        let sum = counter.load(Ordering::Relaxed).wrapping_add(n);
        counter.store(sum, Ordering::Relaxed);
    }
}
