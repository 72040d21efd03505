//! A doorbell between threads or processes of Linux.
#![expect(unsafe_code, reason = "a control of a timer that has no function")]

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;
use std::vec::Vec;

use isr_ring::Doorbell;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::ioctl::{Opcode, Setter, ioctl, opcode};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, timerfd_create, timerfd_gettime,
    timerfd_settime,
};

use crate::doorbell::Wait;

/// A `timerfd` that has expired when it was rung: rings are one until it is cleared.
///
/// It goes to another process as a file descriptor, beside the region. Its clones
/// are the same bell.
///
/// Of what the kernel has, an `eventfd` would be the first choice. But whether a
/// call of it waits is a flag that both processes can change, so that a hostile one
/// fills it and has the other wait; and a pipe is locked while its bytes are copied
/// from memory that may be slow on purpose. A timer holds no bytes. To set it, to
/// say that it has expired, and to ask whether it has: none of this ever waits,
/// whatever another process does to it.
#[derive(Clone, Debug)]
pub struct TimerFd(Arc<OwnedFd>);

/// `TFD_IOC_SET_TICKS` of `linux/timerfd.h`.
const SET_TICKS: Opcode = opcode::write::<u64>(b'T', 0);

/// Never.
const OFF: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 0,
};
/// At once.
const SOON: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 1,
};

impl TimerFd {
    /// One that has not been rung.
    ///
    /// # Errors
    ///
    /// When there is no file descriptor left.
    pub fn new() -> io::Result<Self> {
        let flags = TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK;
        let fd = timerfd_create(TimerfdClockId::Monotonic, flags)?;
        Ok(Self(Arc::new(fd)))
    }

    /// The bell that another process sent.
    ///
    /// # Errors
    ///
    /// `InvalidInput` if the descriptor is of anything else. Nothing is done with it
    /// then.
    pub fn of_peer(fd: OwnedFd) -> io::Result<Self> {
        Self::check(&fd)?;
        Ok(Self(Arc::new(fd)))
    }

    /// Makes sure that it is a timer.
    pub(crate) fn check(fd: &OwnedFd) -> io::Result<()> {
        // The kernel answers for timers alone, before it asks the file anything.
        Ok(timerfd_gettime(fd).map(drop)?)
    }

    /// Forgets the rings so far; true if there was one.
    pub fn clear(&self) -> bool {
        let was_rung = self.is_rung();
        if was_rung {
            self.forget();
        }
        was_rung
    }

    /// Forgets the rings so far, of which there are some.
    pub(crate) fn forget(&self) {
        self.set(OFF);
    }

    /// It has been rung, and was not cleared since.
    pub fn is_rung(&self) -> bool {
        let mut fds = [PollFd::new(self, PollFlags::IN)];
        poll(&mut fds, Some(&OFF)).is_ok_and(|rung| rung > 0)
    }

    fn set(&self, it_value: Timespec) {
        let time = Itimerspec {
            it_interval: OFF,
            it_value,
        };
        // It is a timer, and these are times: what is left is a peer's clock that this
        // process may not set, which is a bell that the peer does not hear.
        let _set = timerfd_settime(&self.0, TimerfdTimerFlags::empty(), &time);
    }
}

impl Doorbell for TimerFd {
    fn ring(&self) {
        // SAFETY: the call reads the number behind its argument, as a `Setter` has it.
        let ticks = unsafe { Setter::<SET_TICKS, u64>::new(1) };
        // SAFETY: every bell is a timer, by `new` and `of_peer`, and this is what it does
        // with this call.
        if unsafe { ioctl(&self.0, ticks) }.is_err() {
            // A kernel without CONFIG_CHECKPOINT_RESTORE: by a timer that runs, then.
            self.set(SOON);
        }
    }
}

impl Wait for TimerFd {
    fn wait(&self, timeout: Option<Duration>) -> io::Result<bool> {
        Ok(wait_any(&[self], timeout)?.is_some())
    }
}

impl AsFd for TimerFd {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Waits at several bells, for at most so long, and tells the first that was rung.
///
/// # Errors
///
/// What `poll` says.
pub fn wait_any(bells: &[&TimerFd], timeout: Option<Duration>) -> io::Result<Option<usize>> {
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
        bell.forget();
    }
    Ok(rung)
}

/// What is longer than the system can wait.
const LONG: Timespec = Timespec {
    tv_sec: i32::MAX as i64,
    tv_nsec: 0,
};
