//! What may not take long, and what it was that did.

use std::collections::HashMap;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

/// No operation here takes so long, on a machine that does much else as well.
const MOST: Duration = Duration::from_secs(10);

type Running = HashMap<ThreadId, (&'static str, Instant)>;

static RUNNING: Mutex<Option<Running>> = Mutex::new(None);
static STOPPED: AtomicBool = AtomicBool::new(false);

fn running() -> MutexGuard<'static, Option<Running>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs an operation that must not hang.
pub(crate) fn during<T>(what: &'static str, run: impl FnOnce() -> T) -> T {
    let this = thread::current().id();
    let entry = (what, Instant::now());
    running().get_or_insert_default().insert(this, entry);
    let result = run();
    running().get_or_insert_default().remove(&this);
    result
}

/// Ends the process when an operation hangs: it cannot be ended alone.
pub(crate) fn start() {
    STOPPED.store(false, Ordering::Relaxed);
    thread::spawn(|| {
        while !STOPPED.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(100));
            let slow = running()
                .iter()
                .flatten()
                .find_map(|(_, (what, since))| (since.elapsed() > MOST).then_some(*what));
            if let Some(what) = slow {
                eprintln!("FAILED: `{what}` hangs");
                process::exit(101);
            }
        }
    });
}

pub(crate) fn stop() {
    STOPPED.store(true, Ordering::Relaxed);
}
