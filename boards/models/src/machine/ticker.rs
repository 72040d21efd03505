//! Clocks of the machine that tick.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use board_support::{BoardError, Handler};

use super::bench::Bench;
use super::interrupt::Loose;

/// How often it is asked whether a tick is due, where the world goes as fast as
/// it is taken.
const UNPACED: Duration = Duration::from_micros(200);

/// How often such a world is ticked to where nothing happens.
const IDLE: Duration = Duration::from_millis(1);

/// When a tick is given up that should have had a touch read.
const UNHEARD: Duration = Duration::from_millis(250);

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

/// When to tick in a world that goes as fast as it is taken: once for each
/// touch that the line does not fall for, so that whoever reads at a tick reads
/// each touch at its own time.
#[derive(Debug, Default)]
struct Pace {
    /// The touch that was ticked last, and when.
    last: Option<(usize, Instant)>,
}

impl Pace {
    fn is_due(&mut self, bench: &Bench) -> bool {
        let unread = bench.fingers().and_then(|fingers| fingers.unread());
        let (last, at) = self.last.unwrap_or((0, Instant::now()));
        let (touch, is_due) = match unread {
            // Its edge has it read, unless that is not heard.
            Some(Some((touch, by_edge))) if touch != last => (touch, !by_edge),
            Some(Some((touch, _))) if at.elapsed() < UNHEARD => (touch, false),
            Some(Some((touch, _))) => (touch, true),
            Some(None) => (last, false),
            None => (0, at.elapsed() >= IDLE),
        };
        if is_due || touch != last || self.last.is_none() {
            self.last = Some((touch, Instant::now()));
        }
        is_due
    }
}

/// A clock of a [`Machine`](crate::Machine) that ticks, as fast as the world
/// goes.
#[derive(Debug)]
pub struct MachineTicker {
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
    /// Fingers without a line.
    _fingers: Option<Loose>,
}

impl MachineTicker {
    pub(super) fn open(
        bench: &'static Bench,
        period_us: u32,
        mut handler: Handler,
    ) -> Result<Self, BoardError> {
        let fingers = bench.unwired();
        let fingers = fingers.map(|fingers| Loose::let_go(bench, fingers, None));
        let fingers = fingers.transpose()?;
        let speed = bench.speed()?;
        let unpaced = speed.is_unpaced();
        let period = if unpaced {
            UNPACED
        } else {
            let seconds = f64::from(period_us.max(1)) / 1e6 / speed.factor();
            Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
        };
        let stop = Arc::new(Stop::default());
        let waited = Arc::clone(&stop);
        let mut pace = Pace::default();
        let tick = move || {
            let mut due = Instant::now();
            while let Some(next) = due.checked_add(period) {
                // Ticks that a busy machine was too late for are left out.
                due = next.max(Instant::now());
                if !waited.wait_until(due) {
                    return;
                }
                if unpaced && !pace.is_due(bench) {
                    continue;
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
            _fingers: fingers,
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
