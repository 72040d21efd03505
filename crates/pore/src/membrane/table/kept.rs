//! What a core keeps to itself of a port.

use core::cell::Cell;

use super::entry::{Entry, Step};
use super::rule::Allowed;
use crate::membrane::State;
use crate::memory::{Ended, Memory, Region};

/// What a core keeps to itself of a port, for one life. It is copied out of the table when the life
/// begins; what stands there afterwards is for the peer, who may be able to write it.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) port: u32,
    /// What each core may do.
    pub(super) allowed: [Allowed; 2],
    /// The port is in use here.
    pub(super) taken: Cell<bool>,
    /// The attempt that this core's word is of.
    pub(super) attempt: Cell<u32>,
    /// The last epoch of this core's region.
    epoch: Cell<u32>,
    /// Whether this core has ended the pore.
    pub(super) ended: Ended,
}

impl Kept {
    /// Of no port.
    pub(super) const fn new() -> Self {
        Self {
            port: 0,
            allowed: [Allowed::of(0, 0); 2],
            taken: Cell::new(false),
            attempt: Cell::new(0),
            epoch: Cell::new(0),
            ended: Ended::new(),
        }
    }

    /// As the table has it.
    pub(super) fn of<const WORDS: usize>(
        core: usize,
        entry: &Entry,
        region: &Region<WORDS>,
    ) -> Self {
        let [own, _] = entry.of(core);
        let rights = entry.rights.load();
        Self {
            port: entry.port.load(),
            allowed: [Allowed::of(rights, 0), Allowed::of(rights, 1)],
            attempt: Cell::new(Step::of(own).attempt),
            epoch: Cell::new(region.view().header.state.epoch.load()),
            ..Self::new()
        }
    }

    /// Tells the peer how far this core is with an attempt.
    pub(super) fn say(&self, core: usize, entry: &Entry, attempt: u32, state: Option<State>) {
        let [own, _] = entry.of(core);
        self.attempt.set(attempt);
        Step::publish(own, attempt, state);
    }

    /// The epoch of the next pore in this core's region.
    pub(super) fn next_epoch(&self) -> u32 {
        let next = self.epoch.get().wrapping_add(1).max(1);
        self.epoch.set(next);
        next
    }
}
