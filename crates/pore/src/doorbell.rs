//! How the other domain is told that there is something to look at.
//!
//! A ring says no more than "look": a bell that was rung already may lose it.
//! A pore has two of them, or one that serves as both ([`Bells`]).
//!
//! * `TimerFd`, with feature `std`: between threads or processes of Linux.
//! * `ThreadBell`, with feature `std`: between threads.
//! * [`Mailbox`]: a FIFO or a register between two cores.

#[cfg(feature = "std")]
mod condvar;
mod mailbox;
#[cfg(all(feature = "std", target_os = "linux"))]
mod timerfd;
#[cfg(all(feature = "std", target_os = "linux"))]
mod watch;

#[cfg(all(feature = "std", target_os = "linux"))]
pub(crate) use condvar::Listening;
#[cfg(feature = "std")]
pub use condvar::ThreadBell;
pub use isr_ring::Doorbell;
pub use mailbox::{Core, Mailbox};
#[cfg(all(feature = "std", target_os = "linux"))]
pub use timerfd::{TimerFd, wait_any};
#[cfg(all(feature = "std", target_os = "linux"))]
pub use watch::Watch;

/// The doorbells of a peer.
#[derive(Clone, Debug)]
pub struct Bells<B> {
    /// Rung for the peer's consumer: there are bytes.
    pub data: B,
    /// Rung for the peer's producer: there is room.
    pub space: B,
}

impl<B: Clone> From<B> for Bells<B> {
    /// One for both.
    fn from(bell: B) -> Self {
        Self {
            data: bell.clone(),
            space: bell,
        }
    }
}

/// Something that can be waited at for a ring.
#[cfg(feature = "std")]
pub trait Wait {
    /// Waits until it is rung, or was since the last wait, for at most so long;
    /// false when the time was up.
    ///
    /// # Errors
    ///
    /// What the system says.
    fn wait(&self, timeout: Option<core::time::Duration>) -> std::io::Result<bool>;
}
