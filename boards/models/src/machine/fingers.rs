//! Fingers on a touch panel: a recording, an interrupt line, what it calls.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use board_support::{Edge, Handler, Pin};
use class_touch::{PanelSize, TouchEvent};

use super::bench::Bench;
use super::slot::Slot;
use crate::{Speed, TouchPart};

/// How often whoever follows a line that is held looks at it after a reading.
const LOOKS: u32 = 2;

/// When it is given up to wait for these looks.
const UNFOLLOWED: Duration = Duration::from_millis(20);

/// The fingers of a touch panel, its interrupt line, and how far they are.
pub struct Fingers {
    pub(super) part: Arc<Slot<dyn TouchPart>>,
    interrupt: Option<Pin>,
    size: PanelSize,
    /// Who is called when the line changes.
    pub(super) watch: Mutex<Option<Watch>>,
    pub(super) progress: Mutex<Progress>,
    pub(super) changed: Condvar,
}

pub(super) struct Watch {
    pub(super) edge: Edge,
    pub(super) handler: Handler,
}

#[derive(Debug, Default)]
pub(super) struct Progress {
    pub(super) stop: bool,
    pub(super) finished: bool,
    pub(super) ended_early: bool,
    pub(super) stuck: bool,
    pub(super) touched: Vec<Instant>,
    /// Whether the line fell for the last of them.
    pub(super) by_edge: bool,
    /// How often somebody looked at the line since nothing was left to read.
    pub(super) looks: Option<u32>,
}

impl std::fmt::Debug for Fingers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fingers").finish_non_exhaustive()
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Fingers {
    pub(super) fn new(
        part: Arc<Slot<dyn TouchPart>>,
        interrupt: Option<Pin>,
        size: PanelSize,
    ) -> Self {
        Self {
            part,
            interrupt,
            size,
            watch: Mutex::new(None),
            progress: Mutex::new(Progress {
                stop: true,
                ..Progress::default()
            }),
            changed: Condvar::new(),
        }
    }

    /// Where the interrupt line ends, if it is wired.
    #[must_use]
    pub const fn interrupt(&self) -> Option<Pin> {
        self.interrupt
    }

    /// The glass, in the part's own coordinates.
    #[must_use]
    pub const fn size(&self) -> PanelSize {
        self.size
    }

    /// When fingers touched the part, each time since the interrupt was opened.
    #[must_use]
    pub fn touched(&self) -> Vec<Instant> {
        lock(&self.progress).touched.clone()
    }

    /// How often fingers touched the part since the interrupt was opened.
    #[must_use]
    pub fn touches(&self) -> usize {
        lock(&self.progress).touched.len()
    }

    /// Whether the last of it was touched, and has been read if nothing is to
    /// be lost.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        lock(&self.progress).finished
    }

    /// Whether they broke off, because the handler panicked.
    #[must_use]
    pub fn has_ended_early(&self) -> bool {
        lock(&self.progress).ended_early
    }

    /// What they do of a recording.
    #[must_use]
    pub fn recording(&self, rows: &[TouchEvent]) -> Vec<TouchEvent> {
        self.part.lock().recording(rows, self.size)
    }

    pub(crate) fn has_own_times(&self) -> bool {
        self.part.lock().has_own_interrupts()
    }

    /// Waits until they are finished; false if they are not after so long, or
    /// never will be.
    pub fn wait_finished(&self, timeout: Duration) -> bool {
        let waited = self
            .changed
            .wait_timeout_while(lock(&self.progress), timeout, |progress| {
                !progress.finished && !progress.ended_early && !progress.stop
            });
        waited.unwrap_or_else(PoisonError::into_inner).0.finished
    }

    /// While fingers are at it: the touch that is not read yet, from 1, if it
    /// is not, and whether the line fell for it.
    pub(super) fn unread(&self) -> Option<Option<(usize, bool)>> {
        let progress = lock(&self.progress);
        let over = progress.stop || progress.finished || progress.ended_early;
        let unread = !self.part.lock().is_read();
        let touch = (progress.touched.len(), progress.by_edge);
        (!over).then(|| unread.then_some(touch))
    }

    pub(super) fn is_low(&self) -> bool {
        let stuck = lock(&self.progress).stuck;
        stuck || self.part.lock().is_low()
    }

    pub(super) fn stick_low(&self, stuck: bool, now_us: u64) {
        let was_low = self.is_low();
        lock(&self.progress).stuck = stuck;
        if stuck && !was_low {
            self.change(true, now_us);
        }
        self.wake();
    }

    /// The line falls and rises again, whatever the part says.
    pub(super) fn fall(&self, now_us: u64) {
        self.change(true, now_us);
        self.change(false, now_us);
    }

    /// The part may have been read.
    pub(super) fn wake(&self) {
        // Whoever looked before this lock is waiting by now, and is woken.
        let mut progress = lock(&self.progress);
        let is_read = self.part.lock().is_read();
        progress.looks = is_read.then(|| progress.looks.unwrap_or(0));
        drop(progress);
        self.changed.notify_all();
    }

    /// Somebody looks at the line.
    pub(super) fn look(&self) -> bool {
        if let Some(looks) = &mut lock(&self.progress).looks {
            *looks += 1;
        }
        self.changed.notify_all();
        self.is_low()
    }

    /// The line falls, or rises.
    fn change(&self, falls: bool, now_us: u64) {
        let mut watch = lock(&self.watch);
        let Some(watching) = watch.as_mut() else {
            return;
        };
        let wanted = match watching.edge {
            Edge::Falling => falls,
            Edge::Rising => !falls,
            Edge::Both => true,
        };
        if !wanted {
            return;
        }
        if catch_unwind(AssertUnwindSafe(|| (watching.handler)(now_us))).is_err() {
            *watch = None;
            drop(watch);
            lock(&self.progress).ended_early = true;
            self.changed.notify_all();
        }
    }
}

/// Where the line is, as far as somebody was told.
pub(super) struct Told {
    pub(super) falls: u32,
    pub(super) is_low: bool,
}

/// One replay, on the thread that takes the place of the interrupt level.
pub(super) struct Replay<'a> {
    pub(super) fingers: &'a Fingers,
    pub(super) bench: &'static Bench,
    pub(super) speed: Speed,
    pub(super) told: Told,
    /// Failed transactions before the last touch.
    pub(super) failures: u32,
}

impl Replay<'_> {
    pub(super) fn play(&mut self, rows: &[TouchEvent]) {
        let first_us = rows.first().map_or(0, |row| row.time_us);
        let start = Instant::now();
        self.bench.time.begin(first_us, self.speed);
        for row in rows {
            let elapsed = row.time_us.saturating_sub(first_us) as f64 / 1e6;
            let due = Duration::try_from_secs_f64(elapsed / self.speed.factor());
            let due = due.ok().and_then(|after| start.checked_add(after));
            if !self.wait(due) {
                return;
            }
            self.touch(*row);
        }
        if self.speed.is_unpaced() && !self.wait(None) {
            return;
        }
        lock(&self.fingers.progress).finished = true;
        self.fingers.changed.notify_all();
        self.serve();
    }

    fn touch(&mut self, row: TouchEvent) {
        self.failures = self.fingers.part.failures();
        self.bench.time.reach(row.time_us);
        {
            // Held, so that it is all noted before anybody can know of it.
            let mut progress = lock(&self.fingers.progress);
            progress.touched.push(Instant::now());
            progress.looks = None;
            let (falls, _) = self.line();
            if self.fingers.part.is_powered() {
                self.fingers.part.lock().finger(row);
            }
            let is_heard = self.fingers.interrupt.is_some() && !progress.stuck;
            progress.by_edge = is_heard && self.line().0 != falls;
        }
        self.tell(row.time_us);
    }

    /// Tells the handler what the line has done.
    fn tell(&mut self, now_us: u64) {
        if lock(&self.fingers.progress).stuck {
            return;
        }
        let (falls, is_low) = self.line();
        while self.told.falls != falls {
            if self.told.is_low {
                self.fingers.change(false, now_us);
            }
            self.told.falls = self.told.falls.wrapping_add(1);
            self.told.is_low = true;
            self.fingers.change(true, now_us);
        }
        if self.told.is_low && !is_low {
            self.told.is_low = false;
            self.fingers.change(false, now_us);
        }
    }

    fn line(&self) -> (u32, bool) {
        let part = self.fingers.part.lock();
        (part.falls(), part.is_low())
    }

    /// Whether the line has done what nobody was told.
    fn has_news(&self, progress: &Progress) -> bool {
        !progress.stuck && self.line() != (self.told.falls, self.told.is_low)
    }

    /// Whether the next finger may come.
    fn is_taken(&self) -> bool {
        let part = &self.fingers.part;
        part.failures() != self.failures || part.lock().is_read()
    }

    /// Whether whoever follows a line that is held has seen that it is not any
    /// more, and will not take the next report for this one.
    fn is_followed(&self, progress: &Progress) -> bool {
        self.fingers.has_own_times() || progress.looks.is_some_and(|looks| looks >= LOOKS)
    }

    /// Waits until the next finger is due, or until the last report was read
    /// if nothing is to be lost; false if none is to come.
    fn wait(&mut self, due: Option<Instant>) -> bool {
        loop {
            let unpaced = self.speed.is_unpaced();
            let left = match due {
                Some(due) if !unpaced => due.saturating_duration_since(Instant::now()),
                _ if unpaced && !self.fingers.has_own_times() => UNFOLLOWED,
                _ => Duration::MAX,
            };
            let waited = self.fingers.changed.wait_timeout_while(
                lock(&self.fingers.progress),
                left,
                |progress| {
                    let over = progress.stop || progress.ended_early;
                    let taken = || unpaced && self.is_taken() && self.is_followed(progress);
                    !(over || self.has_news(progress) || taken())
                },
            );
            let (progress, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            if progress.stop || progress.ended_early {
                return false;
            }
            let has_news = self.has_news(&progress);
            drop(progress);
            if has_news {
                self.tell(self.bench.time.now_us());
            } else if unpaced && self.is_taken() || !unpaced && timeout.timed_out() {
                return true;
            }
        }
    }

    /// The fingers are done; the line may still change.
    fn serve(&mut self) {
        self.speed = Speed::REAL_TIME;
        // Without a time that it is due, it waits until the interrupt closes.
        while self.wait(None) {}
    }
}
