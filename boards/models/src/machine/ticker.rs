//! Clocks of the machine that tick.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use board_support::{BoardError, Handler};

use super::bench::Bench;

/// Between two ticks where the world goes as fast as it is taken.
const UNPACED: Duration = Duration::from_micros(200);

#[derive(Debug, Default)]
struct Stop {
    stopped: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    /// Waits until then; false if there is to be no tick.
    fn wait_until(&self, due: Instant) -> bool {
        let left = due.saturating_duration_since(Instant::now());
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .changed
            .wait_timeout_while(stopped, left, |stopped| !*stopped);
        !*waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn stop(&self) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }
}

/// A clock of a [`Machine`](crate::Machine) that ticks, as fast as the world
/// goes.
#[derive(Debug)]
pub struct MachineTicker {
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

impl MachineTicker {
    pub(super) fn open(
        bench: &'static Bench,
        period_us: u32,
        mut handler: Handler,
    ) -> Result<Self, BoardError> {
        let speed = bench.speed()?;
        let period = if speed.is_unpaced() {
            UNPACED
        } else {
            let seconds = f64::from(period_us.max(1)) / 1e6 / speed.factor();
            Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
        };
        let stop = Arc::new(Stop::default());
        let waited = Arc::clone(&stop);
        let tick = move || {
            let mut due = Instant::now();
            while let Some(next) = due.checked_add(period) {
                // Ticks that a busy machine was too late for are left out.
                due = next.max(Instant::now());
                if !waited.wait_until(due) {
                    return;
                }
                let now = bench.time.now_us();
                if catch_unwind(AssertUnwindSafe(|| handler(now))).is_err() {
                    return;
                }
            }
        };
        let spawned = thread::Builder::new()
            .name("machine-ticker".into())
            .spawn(tick);
        let thread = spawned.map_err(|_| BoardError::NoResources("threads"))?;
        Ok(Self {
            stop,
            thread: Some(thread),
        })
    }
}

impl Drop for MachineTicker {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            // It catches panics itself, so there is no news in its result.
            let _ended = thread.join();
        }
    }
}
