//! How a side of a pore sleeps until it hears of its peer.

use core::mem::MaybeUninit;
use core::time::Duration;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Instant;

use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::io::Errno;

use super::leavings::Socket;
use super::{UnixError, socket};
use crate::doorbell::{Bells, TimerFd};

/// What the socket is called in the set; the bells are 1 and 2.
const SOCKET: u64 = 0;
/// A set sleeps in steps of a millisecond; what is shorter than so many of them is polled for.
const STEPS: Duration = Duration::from_millis(10);

/// The socket and the bells of a side, to sleep at.
///
/// The first time that it sleeps for long, it makes a set of them. That tells each ring once, so
/// that the bells need not be cleared, and sleeping is one call of the system for each ring.
#[derive(Debug, Default)]
pub(super) struct Sleeper(Option<OwnedFd>);

impl Sleeper {
    /// Waits until one of them is ready, or until then; true if the socket is.
    pub(super) fn wait(
        &mut self,
        socket: &Socket,
        bells: &Bells<TimerFd>,
        until: Option<Instant>,
    ) -> Result<bool, UnixError> {
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        let is_long = left.is_none_or(|left| left >= STEPS);
        let set = is_long.then(|| self.set(socket, bells)).flatten();
        match set {
            Some(set) => Ok(sleep(set, left)?),
            None => poll(socket, bells, until),
        }
    }

    /// The set; without a descriptor for it, none.
    fn set(&mut self, socket: &Socket, bells: &Bells<TimerFd>) -> Option<&OwnedFd> {
        if self.0.is_none() {
            self.0 = set(socket, bells).ok();
        }
        self.0.as_ref()
    }
}

fn set(socket: &Socket, bells: &Bells<TimerFd>) -> io::Result<OwnedFd> {
    let set = epoll::create(CreateFlags::CLOEXEC)?;
    let once = EventFlags::IN | EventFlags::ET;
    epoll::add(&set, socket, EventData::new_u64(SOCKET), EventFlags::IN)?;
    epoll::add(&set, &bells.data, EventData::new_u64(1), once)?;
    epoll::add(&set, &bells.space, EventData::new_u64(2), once)?;
    Ok(set)
}

fn sleep(set: &OwnedFd, left: Option<Duration>) -> io::Result<bool> {
    let mut events = [MaybeUninit::<Event>::uninit(); 3];
    let left = left.and_then(|left| Timespec::try_from(left).ok());
    let events = match epoll::wait(set, &mut events, left.as_ref()) {
        Ok((events, _)) => events,
        Err(Errno::INTR) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    Ok(events.iter().any(|event| event.data.u64() == SOCKET))
}

/// Looks, or waits for a short time, and clears the bells that were rung: others may poll them.
fn poll(
    socket: &Socket,
    bells: &Bells<TimerFd>,
    until: Option<Instant>,
) -> Result<bool, UnixError> {
    let fds: [BorrowedFd<'_>; 3] = [socket.as_fd(), bells.data.as_fd(), bells.space.as_fd()];
    let ready = socket::wait(&fds, until)?;
    let is_ready = |index: usize| ready.get(index) == Some(&true);
    if is_ready(1) {
        bells.data.forget();
    }
    if is_ready(2) {
        bells.space.forget();
    }
    Ok(is_ready(0))
}
