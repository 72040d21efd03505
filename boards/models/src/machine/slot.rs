//! A part in its place on a board, and those who hold on to it.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::Model;

/// A part, shared between the wires that end at it.
pub(super) struct Slot<P: ?Sized> {
    /// Transactions with it that failed before it saw them.
    failures: AtomicU32,
    powered: AtomicBool,
    model: Mutex<P>,
}

impl<P: ?Sized> Slot<P> {
    /// A spectator that panics spoils nothing, so poison means nothing.
    pub(super) fn lock(&self) -> MutexGuard<'_, P> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_powered(&self) -> bool {
        self.powered.load(Ordering::SeqCst)
    }

    pub(super) fn failures(&self) -> u32 {
        self.failures.load(Ordering::SeqCst)
    }

    pub(super) fn note_failure(&self) {
        self.failures.fetch_add(1, Ordering::SeqCst);
    }
}

impl<P: Model + ?Sized> Slot<P> {
    /// Its supply comes or goes.
    pub(super) fn supply(&self, on: bool, now_ns: u64) {
        if on && !self.is_powered() {
            self.lock().power_up(now_ns);
        }
        self.powered.store(on, Ordering::SeqCst);
    }
}

/// A part that has been soldered in: what the rest of the wiring names.
pub struct Part<P>(pub(super) Arc<Slot<P>>);

impl<P> Part<P> {
    pub(super) fn new(model: P) -> Self {
        Self(Arc::new(Slot {
            failures: AtomicU32::new(0),
            powered: AtomicBool::new(true),
            model: Mutex::new(model),
        }))
    }

    /// Looks at the part, or does to it what no wire can.
    pub fn look<R>(&self, look: impl FnOnce(&mut P) -> R) -> R {
        look(&mut self.0.lock())
    }
}

impl<P> Clone for Part<P> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<P> fmt::Debug for Part<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").finish_non_exhaustive()
    }
}
