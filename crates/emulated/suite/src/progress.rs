//! What handler and foreground tell each other, by loads and stores.

use core::sync::atomic::{AtomicU32, Ordering};

use crate::Machine;

/// The handler's orders and its own counts, which owe nothing to the ring's.
///
/// Written by the foreground while the timer is stopped, else by the handler.
#[derive(Debug, Default)]
pub struct Progress {
    /// Counts from event to event.
    pub(crate) period: AtomicU32,
    /// When the next event is due, by the machine's clock.
    pub(crate) next: AtomicU32,
    /// Events still to be offered.
    pub(crate) remaining: AtomicU32,
    /// Events offered so far, over all rates.
    pub(crate) offered: AtomicU32,
    /// Events that the ring handed back.
    pub(crate) refused: AtomicU32,
    /// Interrupts taken since the last start.
    pub(crate) interrupts: AtomicU32,
    /// The most events offered in one interrupt since the last start.
    pub(crate) longest: AtomicU32,
}

impl Progress {
    /// Nothing offered, nothing ordered.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            period: AtomicU32::new(0),
            next: AtomicU32::new(0),
            remaining: AtomicU32::new(0),
            offered: AtomicU32::new(0),
            refused: AtomicU32::new(0),
            interrupts: AtomicU32::new(0),
            longest: AtomicU32::new(0),
        }
    }

    /// Orders `events` events, one every `period` counts.
    pub(crate) fn order<M: Machine>(&self, machine: &M, events: u32, period: u32) {
        put(&self.period, period);
        put(&self.next, period);
        put(&self.interrupts, 0);
        put(&self.longest, 0);
        put(&self.remaining, events);
        machine.start(period);
    }

    /// True once all that were ordered have been offered.
    pub(crate) fn is_done(&self) -> bool {
        get(&self.remaining) == 0
    }
}

/// Reads what the other side wrote.
#[inline(always)]
pub(crate) fn get(count: &AtomicU32) -> u32 {
    count.load(Ordering::Acquire)
}

/// Writes what the other side reads.
#[inline(always)]
pub(crate) fn put(count: &AtomicU32, value: u32) {
    count.store(value, Ordering::Release);
}
