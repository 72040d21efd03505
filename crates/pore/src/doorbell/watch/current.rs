//! The thread is there as long as somebody watches.

use std::io;
use std::string::String;
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};

use super::thread::{Entry, Poller, lock};

/// The thread, and how many watches keep it.
struct Current {
    poller: Arc<Poller>,
    thread: JoinHandle<()>,
    watches: usize,
}

static CURRENT: Mutex<Option<Current>> = Mutex::new(None);

/// Makes a watch known to the thread, which is started if it is the first.
pub(super) fn enter(entry: &Arc<Entry>) -> io::Result<(Arc<Poller>, u64)> {
    let mut current = lock(&CURRENT);
    let current = match &mut *current {
        Some(current) => current,
        none => none.insert(start()?),
    };
    current.watches += 1;
    Ok((Arc::clone(&current.poller), current.poller.insert(entry)))
}

fn start() -> io::Result<Current> {
    let poller = Arc::new(Poller::new()?);
    let runs = Arc::clone(&poller);
    let thread = Builder::new().name(String::from("pore-watch"));
    Ok(Current {
        thread: thread.spawn(move || runs.run())?,
        poller,
        watches: 0,
    })
}

/// A watch is gone. The last one waits for the end of the thread, so that its code may be
/// unloaded; unless it is the thread itself that drops it, which ends soon after.
pub(super) fn leave(poller: &Poller) {
    let mut current = lock(&CURRENT);
    let Some(left) = &mut *current else {
        return;
    };
    left.watches -= 1;
    if left.watches > 0 {
        return;
    }
    let last = current.take();
    drop(current);
    if let Some(Current { thread, .. }) = last {
        poller.end();
        if !Poller::is_here() {
            let _never_panics = thread.join();
        }
    }
}
