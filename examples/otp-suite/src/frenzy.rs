//! Values that monitor in a frenzy, and count broken promises.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use avm_nif::{Env, Raise, Term, nif};
use avm_resource::{Counters, Down, Monitor, Resource, ResourceArc, ResourceRef};
use avm_term::Pid;

use crate::{lock, on_thread};

/// How many values the library holds itself at most.
const SLOTS: usize = 64;
static HELD: Mutex<[Option<ResourceArc<Frenzied>>; SLOTS]> = Mutex::new([const { None }; SLOTS]);

static MADE: AtomicU64 = AtomicU64::new(0);
static DOWNS: AtomicU64 = AtomicU64::new(0);
static ENDED: AtomicU64 = AtomicU64::new(0);
static LEFT: AtomicU64 = AtomicU64::new(0);
static WRONG: AtomicU64 = AtomicU64::new(0);
static FRENZIED: Counters = Counters::new();

fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::SeqCst);
}

/// What became of a monitor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Live,
    Down,
    Ended,
}

const ALIVE: u64 = 0x0A11_0E5C_0FFE_E000;

/// A value that knows its monitors.
pub(crate) struct Frenzied {
    canary: AtomicU64,
    fates: Mutex<HashMap<Monitor, Fate>>,
}

impl Resource for Frenzied {
    const NAME: &'static str = "frenzied";
    const IMPLEMENTS_DOWN: bool = true;

    /// Once for each monitor, never after its end, never for a value that was dropped.
    fn down(&self, _: Down, monitor: Monitor) {
        self.look();
        let before = lock(&self.fates).insert(monitor, Fate::Down);
        match before {
            // The thread that monitors has not noted it yet.
            None | Some(Fate::Live) => count(&DOWNS),
            Some(Fate::Down | Fate::Ended) => count(&WRONG),
        }
    }

    fn counters() -> &'static Counters {
        &FRENZIED
    }
}

impl Drop for Frenzied {
    fn drop(&mut self) {
        self.look();
        self.canary.store(0, Ordering::SeqCst);
        let fates = lock(&self.fates);
        let left = fates.values().filter(|fate| **fate == Fate::Live).count();
        LEFT.fetch_add(left as u64, Ordering::SeqCst);
    }
}

impl Frenzied {
    fn look(&self) {
        if self.canary.load(Ordering::SeqCst) != ALIVE {
            count(&WRONG);
        }
    }

    fn monitor(value: &ResourceArc<Self>, process: Pid) -> bool {
        value.look();
        let Ok(monitor) = value.monitor(process) else {
            return false;
        };
        count(&MADE);
        // It may be down already.
        lock(&value.fates).entry(monitor).or_insert(Fate::Live);
        true
    }

    fn demonitor(value: &ResourceArc<Self>, random: usize) -> bool {
        value.look();
        let live: Vec<Monitor> = lock(&value.fates)
            .iter()
            .filter_map(|(monitor, fate)| (*fate == Fate::Live).then_some(*monitor))
            .collect();
        let Some(monitor) = live.get(random % live.len().max(1)) else {
            return false;
        };
        if !value.demonitor(*monitor) {
            return false;
        }
        count(&ENDED);
        if lock(&value.fates).insert(*monitor, Fate::Ended) != Some(Fate::Live) {
            count(&WRONG);
        }
        true
    }
}

fn slot(random: usize) -> Option<ResourceArc<Frenzied>> {
    lock(&HELD).get(random % SLOTS)?.clone()
}

fn put(random: usize, value: Option<ResourceArc<Frenzied>>) -> Option<ResourceArc<Frenzied>> {
    let mut held = lock(&HELD);
    let slot = held.get_mut(random % SLOTS)?;
    std::mem::replace(slot, value)
}

/// `frenzy_make(Slot)`: a term of a new value, which the library holds as well.
#[nif]
pub(crate) fn frenzy_make(env: Env<'_>, random: usize) -> Result<Term<'_>, Raise> {
    let value = ResourceArc::try_new(Frenzied {
        canary: AtomicU64::new(ALIVE),
        fates: Mutex::default(),
    })?;
    let term = env.make(&value).map_err(|_| Raise::Badarg);
    // What it takes the place of goes under no lock.
    drop(put(random, Some(value)));
    term
}

/// `frenzy_monitor(Slot, Process)`: whether it is monitored.
#[nif]
pub(crate) fn frenzy_monitor(random: usize, process: Pid) -> bool {
    slot(random).is_some_and(|value| Frenzied::monitor(&value, process))
}

/// `frenzy_demonitor(Slot, Random)`: whether one of the value's monitors ended by that.
#[nif]
pub(crate) fn frenzy_demonitor(random: usize, which: usize) -> bool {
    slot(random).is_some_and(|value| Frenzied::demonitor(&value, which))
}

/// `frenzy_monitor_term(Term, Process)`: the same as `frenzy_monitor/2` for a value by its term.
#[nif]
pub(crate) fn frenzy_monitor_term(value: ResourceRef<'_, Frenzied>, process: Pid) -> bool {
    Frenzied::monitor(&value.keep(), process)
}

/// `frenzy_release(Slot, FromThread)`: the library lets go of a value.
#[nif]
pub(crate) fn frenzy_release(random: usize, from_thread: bool) -> bool {
    let Some(value) = put(random, None) else {
        return false;
    };
    if from_thread {
        return on_thread(|| drop(value)).is_some();
    }
    true
}

/// `frenzy_stats()`: `{Made, Downs, Ended, Left, Wrong, Alive}`: monitors that were made, that came
/// down, that were ended, that went with their value; broken promises; values that are there.
#[nif]
pub(crate) fn frenzy_stats() -> (u64, u64, u64, u64, u64, usize) {
    let read = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
    let alive = FRENZIED.counts().alive;
    (
        read(&MADE),
        read(&DOWNS),
        read(&ENDED),
        read(&LEFT),
        read(&WRONG),
        alive,
    )
}
