//! The thread that waits for all watches of a process.

use core::cell::Cell;
use core::fmt;
use core::mem::MaybeUninit;
use std::boxed::Box;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::os::fd::OwnedFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::io::Errno;

use crate::doorbell::{Doorbell, TimerFd};

/// Events that are taken from the system at once.
const AT_ONCE: usize = 32;
/// What the thread's own bell is called.
const WAKE: u64 = 0;

std::thread_local! {
    /// Needs no memory, which threads of others would have to give back.
    static IS_HERE: Cell<bool> = const { Cell::new(false) };
}

/// What is called.
type Call = Box<dyn Fn() + Send>;

/// One watch, as the thread knows it.
pub(super) struct Entry {
    armed: AtomicBool,
    /// Locked while it is called, and empty once its watch was dropped.
    call: Mutex<Option<Call>>,
}

impl Entry {
    pub(super) fn new(call: Call) -> Self {
        Self {
            armed: AtomicBool::new(true),
            call: Mutex::new(Some(call)),
        }
    }

    pub(super) fn arm(&self) {
        self.armed.store(true, Ordering::SeqCst);
    }

    /// Waits for a call that is running, unless it is the one that asks, and calls no more.
    pub(super) fn end(&self, is_thread: bool) {
        let call = if is_thread {
            // It is locked only if it is this call that drops its watch.
            self.call.try_lock().ok().and_then(|mut call| call.take())
        } else {
            lock(&self.call).take()
        };
        drop(call);
    }

    fn fire(&self) {
        if !self.armed.swap(false, Ordering::SeqCst) {
            return;
        }
        if let Some(call) = &*lock(&self.call) {
            // The thread is everybody's.
            let _panicked = catch_unwind(AssertUnwindSafe(call));
        }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").finish_non_exhaustive()
    }
}

/// What the thread waits at.
#[derive(Debug)]
pub(super) struct Poller {
    /// An `epoll` of all watches' own.
    pub(super) all: OwnedFd,
    /// Has the thread look at its times, and whether it is over.
    wake: TimerFd,
    over: AtomicBool,
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    by_key: BTreeMap<u64, (Arc<Entry>, Option<Instant>)>,
    by_time: BTreeSet<(Instant, u64)>,
    last_key: u64,
}

impl Poller {
    pub(super) fn new() -> io::Result<Self> {
        let (all, wake) = (epoll::create(CreateFlags::CLOEXEC)?, TimerFd::new()?);
        epoll::add(&all, &wake, EventData::new_u64(WAKE), EventFlags::IN)?;
        Ok(Self {
            all,
            wake,
            over: AtomicBool::new(false),
            entries: Mutex::default(),
        })
    }

    pub(super) fn insert(&self, entry: &Arc<Entry>) -> u64 {
        let mut entries = lock(&self.entries);
        // No key comes twice, so an event that is late finds nobody.
        entries.last_key += 1;
        let key = entries.last_key;
        entries.by_key.insert(key, (Arc::clone(entry), None));
        key
    }

    pub(super) fn forget(&self, key: u64) {
        self.set_time(key, None);
        lock(&self.entries).by_key.remove(&key);
    }

    /// The time at which a watch is called at the latest.
    pub(super) fn set_time(&self, key: u64, time: Option<Instant>) {
        let mut entries = lock(&self.entries);
        let Entries {
            by_key, by_time, ..
        } = &mut *entries;
        let Some((_, known)) = by_key.get_mut(&key) else {
            return;
        };
        if let Some(known) = core::mem::replace(known, time) {
            by_time.remove(&(known, key));
        }
        if let Some(time) = time {
            by_time.insert((time, key));
            let is_first = by_time.first() == Some(&(time, key));
            drop(entries);
            if is_first {
                self.wake.ring();
            }
        }
    }

    pub(super) fn end(&self) {
        self.over.store(true, Ordering::SeqCst);
        self.wake.ring();
    }

    /// Whether it is the thread that asks. One that has ended calls nobody, so there is no other.
    pub(super) fn is_here() -> bool {
        IS_HERE.get()
    }

    /// What the thread does, until [`end`](Self::end).
    pub(super) fn run(&self) {
        IS_HERE.set(true);
        while !self.over.load(Ordering::SeqCst) {
            let first = lock(&self.entries).by_time.first().map(|(time, _)| *time);
            let mut events = [const { MaybeUninit::uninit() }; AT_ONCE];
            let timeout = first.map(until);
            match epoll::wait(&self.all, &mut events, timeout.as_ref()) {
                Ok((ready, _)) => self.serve(ready),
                Err(Errno::INTR) => {}
                // Nothing is known that brings this about; it must not take a whole core.
                Err(_) => thread::sleep(Duration::from_millis(1)),
            }
            self.serve_times();
        }
    }

    fn serve(&self, events: &[Event]) {
        for event in events {
            match event.data.u64() {
                WAKE => {
                    self.wake.clear();
                }
                key => self.fire(key),
            }
        }
    }

    fn serve_times(&self) {
        let now = Instant::now();
        loop {
            let mut entries = lock(&self.entries);
            let Some(&(time, key)) = entries.by_time.first() else {
                return;
            };
            if time > now {
                return;
            }
            entries.by_time.pop_first();
            if let Some((_, time)) = entries.by_key.get_mut(&key) {
                *time = None;
            }
            drop(entries);
            self.fire(key);
        }
    }

    fn fire(&self, key: u64) {
        let found = lock(&self.entries).by_key.get(&key).cloned();
        if let Some((entry, _)) = found {
            entry.fire();
        }
    }
}

/// What is left of the time, rounded up to what the system counts in.
fn until(time: Instant) -> Timespec {
    let left = time.saturating_duration_since(Instant::now());
    let left = left.saturating_add(Duration::from_micros(999));
    Timespec::try_from(left).unwrap_or(LONG)
}

/// What is longer than the system can wait.
const LONG: Timespec = Timespec {
    tv_sec: i32::MAX as i64 / 1000,
    tv_nsec: 0,
};

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing that is done under a lock leaves something half done.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
