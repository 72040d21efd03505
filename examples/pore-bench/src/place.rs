//! Which side a process is, and which CPU it runs on.

use example_support::Error;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

use crate::sockets::failed;
use crate::work::Work;

/// Which of the two processes this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    First,
    Second,
}

impl Side {
    /// Which of two directions leads away from here.
    pub(crate) const fn out(self) -> usize {
        self as usize
    }

    /// Which of two directions leads here.
    pub(crate) const fn into(self) -> usize {
        1 - self as usize
    }
}

/// Where a process may run, and does.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    side: Side,
    /// One for each side.
    cpus: Option<[usize; 2]>,
    /// The one that it was last told to stay on.
    on: Option<usize>,
}

impl Place {
    /// Stays on the CPU of this side, if there are two and that is allowed.
    pub(crate) fn new(side: Side, unpinned: bool) -> Result<Self, Error> {
        let set = sched_getaffinity(None).map_err(failed)?;
        let mut allowed = (0..CpuSet::MAX_CPU).filter(|cpu| set.is_set(*cpu));
        let cpus = allowed.next().zip(allowed.next()).filter(|_| !unpinned);
        let mut place = Self {
            side,
            cpus: cpus.map(|(first, second)| [first, second]),
            on: None,
        };
        place.take(Work::Spin);
        if place.on.is_none() {
            // It is not allowed.
            place.cpus = None;
        }
        Ok(place)
    }

    /// Whether the sides can have a CPU each.
    pub(crate) fn is_pinned(&self) -> bool {
        self.cpus.is_some()
    }

    /// Goes to the CPU for this work.
    pub(crate) fn take(&mut self, work: Work) {
        let Some(cpus) = self.cpus else {
            return;
        };
        let cpu = match work {
            Work::Blocking => cpus[0],
            _ => cpus[self.side as usize],
        };
        if self.on != Some(cpu) {
            let mut set = CpuSet::new();
            set.set(cpu);
            self.on = sched_setaffinity(None, &set).is_ok().then_some(cpu);
        }
    }
}
