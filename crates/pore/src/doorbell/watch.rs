//! Descriptors of many pores, watched by one thread.

mod current;
mod thread;

use std::boxed::Box;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};

use self::thread::{Entry, Poller};

/// Calls back when one of some descriptors can be read from or is gone, for who has no thread of
/// its own to wait in: a port.
///
/// It calls once, and again only after it was [armed](Self::rearm) again, so a peer that rings
/// for ever calls back no more often than it is looked at. It goes by what is there, not by what
/// has changed: what came before it was armed counts.
///
/// All of a process share one thread, which is there as long as one of them is. A call must be
/// short, and must not wait for who drops its watch. One that panics has ended, no more.
///
/// ```
/// use std::os::fd::AsFd;
/// use std::sync::mpsc::channel;
/// use pore::doorbell::{Doorbell, TimerFd, Watch};
///
/// let (bell, (heard, rings)) = (TimerFd::new()?, channel());
/// let watch = Watch::new(&[bell.as_fd()], move || drop(heard.send("ring")))?;
/// bell.ring();
/// assert_eq!(rings.recv(), Ok("ring"));
///
/// bell.ring();
/// assert!(rings.try_recv().is_err(), "not armed again");
/// watch.rearm()?;
/// assert_eq!(rings.recv(), Ok("ring"), "the ring was not forgotten");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Watch {
    poller: Arc<Poller>,
    entry: Arc<Entry>,
    /// An `epoll` of what is watched. It is itself watched, which is one descriptor more and
    /// spares copies of all the others; with it everything is forgotten.
    set: OwnedFd,
    key: u64,
    /// There may be a time for it.
    timed: AtomicBool,
}

impl Watch {
    /// Watches these, armed. Their owner may close them first, but better does so after: a
    /// descriptor that another process has, too, is watched as long as this is.
    ///
    /// # Errors
    ///
    /// When there is no descriptor left, or no thread.
    pub fn new(fds: &[BorrowedFd<'_>], call: impl Fn() + Send + 'static) -> io::Result<Self> {
        let set = epoll::create(CreateFlags::CLOEXEC)?;
        let entry = Arc::new(Entry::new(Box::new(call)));
        let (poller, key) = current::enter(&entry)?;
        let timed = AtomicBool::new(false);
        // From here on, what fails undoes the rest by dropping it.
        let watch = Self {
            poller,
            entry,
            set,
            key,
            timed,
        };
        for fd in fds {
            watch.add(*fd)?;
        }
        let (all, data) = (&watch.poller.all, EventData::new_u64(key));
        epoll::add(all, &watch.set, data, ONCE)?;
        Ok(watch)
    }

    /// Watches one more.
    ///
    /// # Errors
    ///
    /// What the system says, as of one that is watched already.
    pub fn add(&self, fd: BorrowedFd<'_>) -> io::Result<()> {
        Ok(epoll::add(
            &self.set,
            fd,
            EventData::new_u64(0),
            EventFlags::IN,
        )?)
    }

    /// Watches one less.
    ///
    /// # Errors
    ///
    /// What the system says, as of one that is not watched.
    pub fn remove(&self, fd: BorrowedFd<'_>) -> io::Result<()> {
        Ok(epoll::delete(&self.set, fd)?)
    }

    /// Calls once more, when something is ready or already is.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn rearm(&self) -> io::Result<()> {
        self.arm(None)
    }

    /// Calls once more, when something is ready or already is, and at this time at the latest.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn rearm_until(&self, time: Instant) -> io::Result<()> {
        self.arm(Some(time))
    }

    fn arm(&self, until: Option<Instant>) -> io::Result<()> {
        // A call that is on its way may take this arming with it. It comes after, so who is
        // called looks and arms again.
        self.entry.arm();
        if until.is_some() || self.timed.load(Ordering::Relaxed) {
            self.timed.store(until.is_some(), Ordering::Relaxed);
            self.poller.set_time(self.key, until);
        }
        let data = EventData::new_u64(self.key);
        Ok(epoll::modify(&self.poller.all, &self.set, data, ONCE)?)
    }
}

/// What is ready is told once.
const ONCE: EventFlags = EventFlags::IN.union(EventFlags::ONESHOT);

impl AsFd for Watch {
    /// What can be read from when one of the watched can.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.set.as_fd()
    }
}

impl Drop for Watch {
    /// After this nothing is called any more, unless it is the call itself that drops its watch.
    fn drop(&mut self) {
        let _none = epoll::delete(&self.poller.all, &self.set);
        self.poller.forget(self.key);
        self.entry.end(Poller::is_here());
        // The last one takes the thread with it.
        current::leave(&self.poller);
    }
}
