//! The machine's time: that of the fingers, as far as they go.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::Speed;

/// Time in microseconds. It is that of the recording while fingers are at it,
/// times as fast as the world goes, and begins anew with each recording.
#[derive(Debug)]
pub(super) struct Timeline(Mutex<State>);

#[derive(Debug)]
struct State {
    /// It is not earlier than this.
    floor_us: u64,
    /// Time went on from here, that many times as fast; 0 only by steps.
    origin: Instant,
    origin_us: u64,
    factor: f64,
}

impl Timeline {
    pub(super) fn new() -> Self {
        Self(Mutex::new(State {
            floor_us: 0,
            origin: Instant::now(),
            origin_us: 0,
            factor: 1.0,
        }))
    }

    /// Nothing panics while it holds the lock, so poison means nothing.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A recording that begins at this time begins now.
    pub(super) fn begin(&self, first_us: u64, speed: Speed) {
        *self.state() = State {
            floor_us: first_us,
            origin: Instant::now(),
            origin_us: first_us,
            factor: speed.factor(),
        };
    }

    /// It is this late at least.
    pub(super) fn reach(&self, us: u64) {
        let mut state = self.state();
        state.floor_us = state.floor_us.max(us);
    }

    pub(super) fn now_us(&self) -> u64 {
        let mut state = self.state();
        let gone = state.origin.elapsed().as_micros() as f64 * state.factor;
        let now = state.origin_us.saturating_add(gone as u64);
        state.floor_us = state.floor_us.max(now);
        state.floor_us
    }
}
