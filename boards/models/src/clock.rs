//! The models' own time: it passes when something takes time, never by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use embedded_hal::delay::DelayNs;

/// A clock that parts share. Transfers and delays advance it, so what depends
/// on time (a flash that is busy, a panel that wakes up) comes out the same in
/// every run, and nobody waits for it.
///
/// # Examples
///
/// ```
/// use board_models::SimClock;
/// use embedded_hal::delay::DelayNs;
///
/// let clock = SimClock::new();
/// clock.clone().delay_ms(5);
/// assert_eq!(clock.now_ns(), 5_000_000);
/// ```
#[derive(Debug, Clone, Default)]
pub struct SimClock(Arc<AtomicU64>);

impl SimClock {
    /// A clock at 0.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Nanoseconds since the clock was made.
    #[must_use]
    pub fn now_ns(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Lets so many nanoseconds pass.
    pub fn pass_ns(&self, ns: u64) {
        self.0.fetch_add(ns, Ordering::Relaxed);
    }
}

impl DelayNs for SimClock {
    fn delay_ns(&mut self, ns: u32) {
        self.pass_ns(ns.into());
    }
}
