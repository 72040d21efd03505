//! What wakes the thread that carries transactions out, and what stops it.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use class_spi::Doorbell;
use embedded_hal::spi::{ErrorKind, ErrorType, Operation, SpiDevice};

use crate::{SimSpi, Speed, W25q80};

#[derive(Debug, Default)]
struct State {
    kicked: bool,
    stop: bool,
    /// A transaction is under way.
    busy: bool,
    /// The doorbell panicked.
    ended_early: bool,
}

/// What wakes the thread, and what stops it.
#[derive(Debug, Default)]
pub(super) struct Wake {
    state: Mutex<State>,
    changed: Condvar,
}

impl Wake {
    /// Nothing panics while it holds the lock, so poison means nothing.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.changed.notify_all();
    }

    /// Waits for a kick; false if the thread is to end.
    pub(super) fn wait(&self) -> bool {
        let mut state = self
            .changed
            .wait_while(self.state(), |state| !state.kicked && !state.stop)
            .unwrap_or_else(PoisonError::into_inner);
        state.kicked = false;
        !state.stop
    }

    pub(super) fn stop(&self) {
        self.change(|state| state.stop = true);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.state().stop
    }

    pub(super) fn set_busy(&self, busy: bool) {
        self.change(|state| state.busy = busy);
    }

    pub(super) fn is_busy(&self) -> bool {
        self.state().busy
    }

    pub(super) fn end_early(&self) {
        self.change(|state| {
            state.ended_early = true;
            state.busy = false;
        });
    }

    pub(super) fn has_ended_early(&self) -> bool {
        self.state().ended_early
    }

    /// Lets the time pass that a transaction takes, or less if the thread is
    /// to end.
    fn sleep(&self, time: Duration) {
        let waited = self
            .changed
            .wait_timeout_while(self.state(), time, |state| !state.stop);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}

/// Wakes the thread.
#[derive(Debug)]
pub(super) struct Kick(pub(super) Arc<Wake>);

impl Doorbell for Kick {
    fn ring(&self) {
        self.0.change(|state| state.kicked = true);
    }
}

/// A bus whose transactions take their time on the wall, too.
#[derive(Debug)]
pub(super) struct Paced {
    pub(super) bus: SimSpi<W25q80>,
    pub(super) wake: Arc<Wake>,
    pub(super) speed: Speed,
}

impl ErrorType for Paced {
    type Error = ErrorKind;
}

impl SpiDevice for Paced {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), ErrorKind> {
        let clock = self.bus.clock();
        let before = clock.now_ns();
        self.wake.set_busy(true);
        let result = self.bus.transaction(operations);
        if !self.speed.is_unpaced() {
            let seconds = (clock.now_ns() - before) as f64 / self.speed.factor() / 1e9;
            let time = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
            self.wake.sleep(time);
        }
        self.wake.set_busy(false);
        result
    }
}
