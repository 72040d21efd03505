//! One opening of a panel, as both of its sides and a spectator see it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use board_models::Ft6x36;
use class_touch::PanelSize;

use crate::{SimConfig, SimI2c};

/// Where the interrupt side is.
#[derive(Default)]
struct Progress {
    stop: bool,
    finished: bool,
    ended_early: bool,
    interrupts: Vec<Instant>,
}

/// What the interrupt side, the stream and the device share.
pub(crate) struct Run {
    pub(crate) bus: SimI2c<Ft6x36>,
    pub(crate) panel: PanelSize,
    pub(crate) rows: usize,
    /// Whether the fingers wait for room in the ring.
    pub(crate) unpaced: bool,
    progress: Mutex<Progress>,
    changed: Condvar,
}

impl Run {
    pub(crate) fn new(bus: SimI2c<Ft6x36>, panel: PanelSize, config: &SimConfig) -> Self {
        let rows = config.trace.rows().len();
        // Room for all of them now: an interrupt does not allocate.
        let progress = Progress {
            interrupts: Vec::with_capacity(rows),
            ..Progress::default()
        };
        Self {
            bus,
            panel,
            rows,
            unpaced: config.speed.is_unpaced(),
            progress: Mutex::new(progress),
            changed: Condvar::new(),
        }
    }

    /// Nothing panics while it holds the lock, so poison means nothing.
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The interrupt line falls now.
    pub(crate) fn note_interrupt(&self) {
        self.progress().interrupts.push(Instant::now());
    }

    pub(crate) fn interrupt_count(&self) -> usize {
        self.progress().interrupts.len()
    }

    pub(crate) fn interrupts(&self) -> Vec<Instant> {
        self.progress().interrupts.clone()
    }

    /// The last row has been replayed.
    pub(crate) fn finish(&self) {
        self.progress().finished = true;
        self.changed.notify_all();
    }

    /// No row comes any more, and not because somebody closed the panel.
    pub(crate) fn end_early(&self) {
        self.progress().ended_early = true;
        self.changed.notify_all();
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.progress().finished
    }

    pub(crate) fn has_ended_early(&self) -> bool {
        self.progress().ended_early
    }

    pub(crate) fn stop(&self) {
        self.progress().stop = true;
        self.changed.notify_all();
    }

    /// There may be room in the ring again.
    pub(crate) fn note_room(&self) {
        // Taking the lock is the point: whoever saw no room before is waiting
        // by now, and is woken.
        drop(self.progress());
        self.changed.notify_all();
    }

    /// Waits until `due` (for ever, if `None`), and tells if the run goes on.
    pub(crate) fn wait_until(&self, due: Option<Instant>) -> bool {
        let left = due.map_or(Duration::MAX, |due| {
            due.saturating_duration_since(Instant::now())
        });
        let (progress, _) = self
            .changed
            .wait_timeout_while(self.progress(), left, |p| !p.stop)
            .unwrap_or_else(PoisonError::into_inner);
        !progress.stop
    }

    /// Waits until `has_room` says yes, and tells if the run goes on.
    pub(crate) fn wait_for_room(&self, mut has_room: impl FnMut() -> bool) -> bool {
        let progress = self
            .changed
            .wait_while(self.progress(), |p| !p.stop && !has_room())
            .unwrap_or_else(PoisonError::into_inner);
        !progress.stop
    }

    /// Waits until the last row has been replayed, and tells if it has.
    pub(crate) fn wait_finished(&self, timeout: Duration) -> bool {
        let progress = self.progress();
        let (progress, _) = self
            .changed
            .wait_timeout_while(progress, timeout, |p| {
                !p.finished && !p.ended_early && !p.stop
            })
            .unwrap_or_else(PoisonError::into_inner);
        progress.finished
    }
}
