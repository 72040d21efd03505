//! How many values of a type there were, and are.

use portable_atomic::{AtomicUsize, Ordering, cfg_has_atomic_cas, cfg_no_atomic_cas};

/// Where values of types without a counter of their own are counted.
pub static OTHERS: Counters = Counters::new();

/// Counts the values of a type. Both counts wrap.
///
/// Exact on every core that can add to a word in one step. On one that cannot (Cortex-M0+) and
/// that has a twin, two changes at the same moment count as one.
#[derive(Debug, Default)]
pub struct Counters {
    created: AtomicUsize,
    dropped: AtomicUsize,
}

/// What [`Counters`] said at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Values that were handed over to the VM.
    pub created: usize,
    /// Values that are not dropped yet.
    pub alive: usize,
    /// Values that were dropped.
    pub dropped: usize,
}

impl Counters {
    /// Nothing counted yet.
    pub const fn new() -> Self {
        Self {
            created: AtomicUsize::new(0),
            dropped: AtomicUsize::new(0),
        }
    }

    /// What was counted.
    pub fn counts(&self) -> Counts {
        // In this order, so that `alive` is never less than nothing.
        let dropped = self.dropped.load(Ordering::Acquire);
        let created = self.created.load(Ordering::Acquire);
        Counts {
            created,
            alive: created.wrapping_sub(dropped),
            dropped,
        }
    }

    pub(crate) fn count_created(&self) {
        add_one(&self.created);
    }

    pub(crate) fn count_dropped(&self) {
        add_one(&self.dropped);
    }
}

cfg_has_atomic_cas! {
    fn add_one(count: &AtomicUsize) {
        count.fetch_add(1, Ordering::Release);
    }
}

cfg_no_atomic_cas! {
    fn add_one(count: &AtomicUsize) {
        count.store(count.load(Ordering::Relaxed).wrapping_add(1), Ordering::Release);
    }
}
