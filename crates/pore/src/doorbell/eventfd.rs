//! A doorbell between threads or processes of Linux.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;
use std::vec::Vec;

use isr_ring::Doorbell;
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::io::{Errno, read, write};

use crate::doorbell::Wait;

/// An `eventfd`: rings add up until somebody waits, and are then one.
///
/// It goes to another process as a file descriptor, beside the region. Its clones
/// are the same bell. Whether it blocks is up to both processes: one that is hostile
/// can fill it and have the other wait.
#[derive(Clone, Debug)]
pub struct EventFd(Arc<OwnedFd>);

impl EventFd {
    /// One that has not been rung.
    ///
    /// # Errors
    ///
    /// When there is no file descriptor left.
    pub fn new() -> io::Result<Self> {
        let flags = EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK;
        Ok(eventfd(0, flags)?.into())
    }

    /// Forgets the rings so far; true if there was one.
    pub fn clear(&self) -> bool {
        read(&self.0, &mut [0; 8]).is_ok()
    }
}

impl Doorbell for EventFd {
    fn ring(&self) {
        // It fails only when it is full of rings already.
        let _rung = write(&self.0, &1_u64.to_ne_bytes());
    }
}

impl Wait for EventFd {
    fn wait(&self, timeout: Option<Duration>) -> io::Result<bool> {
        Ok(wait_any(&[self], timeout)?.is_some())
    }
}

impl From<OwnedFd> for EventFd {
    /// A descriptor that another process sent. One that is no `eventfd` is a bell
    /// that nobody hears.
    fn from(fd: OwnedFd) -> Self {
        Self(Arc::new(fd))
    }
}

impl AsFd for EventFd {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Waits at several bells, for at most so long, and tells the first that was rung.
///
/// # Errors
///
/// What `poll` says.
pub fn wait_any(bells: &[&EventFd], timeout: Option<Duration>) -> io::Result<Option<usize>> {
    let timeout = timeout.map(|timeout| Timespec::try_from(timeout).unwrap_or(LONG));
    let mut fds: Vec<_> = bells
        .iter()
        .map(|bell| PollFd::new(*bell, PollFlags::IN))
        .collect();
    loop {
        match poll(&mut fds, timeout.as_ref()) {
            Ok(0) => return Ok(None),
            Ok(_) => break,
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let rung = fds.iter().position(|fd| !fd.revents().is_empty());
    if let Some(bell) = rung.and_then(|index| bells.get(index)) {
        bell.clear();
    }
    Ok(rung)
}

/// What is longer than the system can wait.
const LONG: Timespec = Timespec {
    tv_sec: i32::MAX as i64,
    tv_nsec: 0,
};
