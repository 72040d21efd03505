//! Names that nobody else has, pairs of pores, and a count of what is open.

use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread;
use std::time::{Duration, Instant};

use pore::membrane::unix::{Endpoint, Name, Settings, UnixPore, connect};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Longer than anything here takes.
pub(crate) const LONG: Option<Duration> = Some(Duration::from_secs(60));
/// Settings of a peer that is not waited for long.
pub(crate) const HASTY: Settings = Settings {
    timeout: Duration::from_millis(100),
    ..Settings::DEFAULT
};

static OPEN: RwLock<()> = RwLock::new(());

/// For a test that opens something, while others do.
pub(crate) fn with_others() -> RwLockReadGuard<'static, ()> {
    OPEN.read().unwrap_or_else(PoisonError::into_inner)
}

/// For a test that counts what is open, once what others left is closed.
pub(crate) fn alone() -> RwLockWriteGuard<'static, ()> {
    let guard = OPEN.write().unwrap_or_else(PoisonError::into_inner);
    let mut quiet = 0;
    while quiet < 3 {
        // A thread has its name only some time after it was started.
        let before = open();
        thread::sleep(Duration::from_millis(5));
        let is_quiet = open() == before && !is_closing();
        quiet = if is_quiet { quiet + 1 } else { 0 };
    }
    guard
}

/// Whether something that a peer sent is being closed by a thread.
fn is_closing() -> bool {
    let threads = fs::read_dir("/proc/self/task").expect("/proc");
    // One that has just ended has no name.
    let names =
        threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("comm")).ok());
    names
        .into_iter()
        .any(|name| name.trim_end() == "pore-close")
}

/// A text that no other test has.
pub(crate) fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("pore-test-{}-{number}", std::process::id())
}

/// A name that no other test has.
pub(crate) fn name() -> Name {
    Name::hidden(unique()).expect("a good name")
}

/// An endpoint, and a pore between it and a thread.
pub(crate) fn pair(settings: Settings) -> (UnixPore, UnixPore) {
    let name = name();
    let mut endpoint = Endpoint::bind(&name, settings).expect("nobody has it");
    let other = thread::spawn(move || connect(&name, settings));
    let here = endpoint.accept(LONG).expect("an honest peer");
    let there = other.join().expect("no panic").expect("an honest peer");
    (here, there)
}

/// Descriptors that are open, and pages that are mapped of regions.
pub(crate) fn open() -> (usize, usize) {
    let fds = fs::read_dir("/proc/self/fd").expect("/proc").count();
    let maps = fs::read_to_string("/proc/self/maps").expect("/proc");
    (fds, maps.matches("/memfd:").count())
}

/// As many as before are open, as soon as what is closed elsewhere is.
pub(crate) fn settles(before: (usize, usize)) {
    let until = Instant::now() + Duration::from_secs(20);
    while open() != before && Instant::now() < until {
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(open(), before);
}

/// Runs it with a limit; hands the old one back.
pub(crate) fn limited<T>(resource: Resource, most: u64, run: impl FnOnce() -> T) -> T {
    let old = getrlimit(resource);
    let limit = Rlimit {
        current: Some(most),
        ..old
    };
    setrlimit(resource, limit).expect("less is allowed");
    let result = run();
    setrlimit(resource, old).expect("it was allowed");
    result
}
