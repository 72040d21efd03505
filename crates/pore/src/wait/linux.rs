//! Sleeping until one of many doorbells rings.

use core::time::Duration;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;
use std::vec::Vec;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::{Waited, is_all, is_any};
use crate::any::AnyPore;
use crate::doorbell::{Bells, Listening, ThreadBell, TimerFd};

/// A pore that `wait_any` and `wait_all` can wait for.
pub trait Waitable: AnyPore {
    /// Where it is rung for.
    fn ears(&self) -> Ears<'_>;
}

/// Where a pore is rung for; of no use but to wait.
#[derive(Clone, Copy, Debug)]
pub struct Ears<'a>(pub(crate) Hearing<'a>);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Hearing<'a> {
    /// Descriptors that can be read from.
    #[cfg_attr(avm_loom, expect(dead_code, reason = "processes are not modelled"))]
    Fds([BorrowedFd<'a>; 3]),
    /// Bells of threads.
    Bells(&'a Bells<ThreadBell>),
}

/// Waits until at least one of these pores is ready, for at most so long; false: the time was up,
/// or there is none. Each then [says](Waited::ready) whether it is.
///
/// # Errors
///
/// What the system says: no descriptor or memory is left to wait with.
pub fn wait_any<P: Waitable + ?Sized>(
    pores: &mut [Waited<'_, P>],
    timeout: Option<Duration>,
) -> io::Result<bool> {
    if pores.is_empty() {
        return Ok(false);
    }
    wait(pores, is_any, timeout)
}

/// Waits until all of these pores are ready, for at most so long; false: the time was up. Each then
/// [says](Waited::ready) whether it is.
///
/// # Errors
///
/// What the system says: no descriptor or memory is left to wait with.
pub fn wait_all<P: Waitable + ?Sized>(
    pores: &mut [Waited<'_, P>],
    timeout: Option<Duration>,
) -> io::Result<bool> {
    wait(pores, is_all, timeout)
}

fn wait<P: Waitable + ?Sized>(
    pores: &mut [Waited<'_, P>],
    is_enough: fn(&[Waited<'_, P>]) -> bool,
    timeout: Option<Duration>,
) -> io::Result<bool> {
    // What is beyond all time is never.
    let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    // Before the first look, so that no ring after it is missed.
    let hub = Hub::of(pores)?;
    for pore in pores.iter_mut() {
        pore.look();
    }
    while !is_enough(pores) {
        if until.is_some_and(|until| Instant::now() >= until) {
            return Ok(false);
        }
        for index in hub.sleep(pores, until)? {
            if let Some(pore) = pores.get_mut(index) {
                pore.hear();
            }
        }
    }
    Ok(true)
}

/// What the bells of threads ring as well, where there are any.
struct Hub(Option<(TimerFd, Vec<Listening>)>);

impl Hub {
    fn of<P: Waitable + ?Sized>(pores: &[Waited<'_, P>]) -> io::Result<Self> {
        let mut hub: Option<(TimerFd, Vec<Listening>)> = None;
        for pore in pores {
            let Hearing::Bells(bells) = pore.pore.ears().0 else {
                continue;
            };
            let (bell, listening) = match &mut hub {
                Some(hub) => hub,
                None => hub.insert((TimerFd::new()?, Vec::new())),
            };
            listening.extend([&bells.data, &bells.space].map(|from| from.tell(bell)));
        }
        Ok(Self(hub))
    }

    /// Sleeps until then, and tells who may have been rung for among those that are not ready.
    fn sleep<P: Waitable + ?Sized>(
        &self,
        pores: &[Waited<'_, P>],
        until: Option<Instant>,
    ) -> io::Result<Vec<usize>> {
        let waiting = pores
            .iter()
            .enumerate()
            .filter(|(_, pore)| pore.ready.is_none());
        let (mut polled, mut whose, mut by_hub) = (Vec::new(), Vec::new(), Vec::new());
        for (index, pore) in waiting {
            match pore.pore.ears().0 {
                Hearing::Bells(_) => by_hub.push(index),
                Hearing::Fds(fds) => {
                    polled.extend(fds.map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN)));
                    whose.push(index);
                }
            }
        }
        if let Some((bell, _)) = &self.0 {
            polled.push(PollFd::from_borrowed_fd(bell.as_fd(), PollFlags::IN));
        }
        poll_until(&mut polled, until)?;
        let is_rung = |fd: &PollFd<'_>| !fd.revents().is_empty();
        let groups = polled.chunks(3).zip(&whose);
        let mut rung: Vec<_> = groups
            .filter(|(fds, _)| fds.iter().any(is_rung))
            .map(|(_, index)| *index)
            .collect();
        if let Some((bell, _)) = &self.0
            && polled.last().is_some_and(is_rung)
        {
            // Forgotten before anybody looks.
            bell.clear();
            rung.extend(by_hub);
        }
        Ok(rung)
    }
}

fn poll_until(fds: &mut [PollFd<'_>], until: Option<Instant>) -> io::Result<()> {
    let left = until.map(|until| until.saturating_duration_since(Instant::now()));
    // What is longer than the system can wait is for ever.
    let left = left.and_then(|left| Timespec::try_from(left).ok());
    match poll(fds, left.as_ref()) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
