//! One doorbell for several interrupts.

use alloc::boxed::Box;
use core::cell::Cell;

use critical_section::Mutex;
use isr_ring::Doorbell;

/// A doorbell of whatever kind.
pub(crate) type AnyBell = Box<dyn Doorbell + Send>;

/// A doorbell that several interrupts ring, one of which may interrupt the
/// other, though the bell itself need not stand that.
///
/// It is taken for the time of a ring, which so happens outside of critical
/// sections. Who finds it taken leaves word, and it is rung once more.
#[derive(Debug)]
pub(crate) struct SharedBell(Mutex<State>);

struct State {
    bell: Cell<Option<AnyBell>>,
    again: Cell<bool>,
}

impl core::fmt::Debug for State {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

impl SharedBell {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(State {
            bell: Cell::new(None),
            again: Cell::new(false),
        }))
    }

    /// Hangs a bell up. Nobody rings yet.
    pub(crate) fn hang(&self, bell: AnyBell) {
        let _before = critical_section::with(|cs| {
            let state = self.0.borrow(cs);
            state.again.set(false);
            state.bell.replace(Some(bell))
        });
    }

    /// Takes the bell down. Nobody rings any more.
    pub(crate) fn take_down(&self) -> Option<AnyBell> {
        critical_section::with(|cs| self.0.borrow(cs).bell.take())
    }

    fn take(&self) -> Option<AnyBell> {
        critical_section::with(|cs| {
            let state = self.0.borrow(cs);
            let bell = state.bell.take();
            state.again.set(bell.is_none());
            bell
        })
    }

    /// Puts the bell back, unless it is to be rung once more.
    fn put_back(&self, bell: AnyBell) -> Option<AnyBell> {
        critical_section::with(|cs| {
            let state = self.0.borrow(cs);
            if state.again.take() {
                return Some(bell);
            }
            state.bell.replace(Some(bell))
        })
    }
}

impl Doorbell for SharedBell {
    fn ring(&self) {
        let mut taken = self.take();
        while let Some(bell) = taken {
            bell.ring();
            taken = self.put_back(bell);
        }
    }
}

/// A bell that nobody needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quiet;

impl Doorbell for Quiet {
    fn ring(&self) {}
}
