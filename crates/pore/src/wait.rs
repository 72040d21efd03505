//! Waiting for several pores at once, of any kinds.
//!
//! A [`Waited`] is a pore and what is wanted of it. [`any`] and [`all`] ask each for a ring and tell
//! whether it is enough; whoever has an interrupt or an event to sleep until sleeps, and asks again.
//! With an operating system, `wait_any` and `wait_all` do that. A pore that is over is ready, and
//! says why.
//!
//! No ring is missed: what rings for a pore is heard from before it is asked, a ring that came
//! while nobody slept ends the next sleep, and rings are forgotten before the pore is looked at
//! again, never after. A ring without reason costs a look.
//!
//! # Examples
//!
//! ```
//! # #[cfg(target_os = "linux")] {
//! use core::time::Duration;
//! use pore::any::Wanted;
//! use pore::local::LocalPore;
//! use pore::ring::Rights;
//! use pore::wait::{Waited, wait_all, wait_any};
//!
//! let (mut one, mut its_peer) = LocalPore::pair(10, [Rights::BOTH; 2])?;
//! let (mut other, its_end) = LocalPore::pair(10, [Rights::BOTH; 2])?;
//! let thread = std::thread::spawn(move || {
//!     its_peer.write(b"for the first").expect("open");
//!     drop(its_end);
//!     its_peer
//! });
//! let mut both = [
//!     Waited::new(&mut one, Wanted::INPUT),
//!     Waited::new(&mut other, Wanted::INPUT),
//! ];
//! assert!(wait_all(&mut both, Some(Duration::from_secs(60)))?);
//! assert_eq!(both[0].ready(), Some(Ok(())));
//! assert_eq!(both[1].ready(), Some(Err(pore::ring::Closed::Peer)));
//! # thread.join().expect("no panic");
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(all(feature = "std", target_os = "linux"))]
mod linux;

#[cfg(all(feature = "std", target_os = "linux"))]
pub(crate) use linux::Hearing;
#[cfg(all(feature = "std", target_os = "linux"))]
pub use linux::{Ears, Waitable, wait_all, wait_any};

use crate::any::{AnyPore, Wanted};
use crate::ring::Closed;

/// A pore that is waited for, and what came of it.
#[derive(Debug)]
pub struct Waited<'a, P: ?Sized> {
    pore: &'a mut P,
    wanted: Wanted,
    ready: Option<Result<(), Closed>>,
}

impl<'a, P: AnyPore + ?Sized> Waited<'a, P> {
    /// This is wanted of this pore.
    pub fn new(pore: &'a mut P, wanted: Wanted) -> Self {
        Self {
            pore,
            wanted,
            ready: None,
        }
    }

    /// Whether it is ready, as of the last look: what is wanted is there, or the pore is over.
    pub fn ready(&self) -> Option<Result<(), Closed>> {
        self.ready
    }

    /// The pore, to be used.
    pub fn pore(&mut self) -> &mut P {
        self.pore
    }

    /// This is wanted from now on.
    pub fn again(&mut self, wanted: Wanted) {
        self.wanted = wanted;
        self.ready = None;
    }

    /// Asks for a ring, unless it is ready; whether it is.
    pub fn look(&mut self) -> bool {
        if self.ready.is_none() {
            self.ready = match self.pore.notify_when(self.wanted) {
                Ok(false) => None,
                Ok(true) => Some(Ok(())),
                Err(why) => Some(Err(why)),
            };
        }
        self.ready.is_some()
    }

    /// Forgets rings, and asks again.
    fn hear(&mut self) {
        if self.ready.is_none() {
            self.pore.heard();
            self.look();
        }
    }
}

/// Asks each of them for a ring; true if one is ready. Of none at all, none is.
pub fn any<P: AnyPore + ?Sized>(pores: &mut [Waited<'_, P>]) -> bool {
    pores.iter_mut().for_each(Waited::hear);
    is_any(pores)
}

/// Asks each of them for a ring; true if all are ready. Who was once is not asked again: nobody
/// else reads or writes it meanwhile. Of none at all, all are.
pub fn all<P: AnyPore + ?Sized>(pores: &mut [Waited<'_, P>]) -> bool {
    pores.iter_mut().for_each(Waited::hear);
    is_all(pores)
}

fn is_any<P: AnyPore + ?Sized>(pores: &[Waited<'_, P>]) -> bool {
    pores.iter().any(|pore| pore.ready.is_some())
}

fn is_all<P: AnyPore + ?Sized>(pores: &[Waited<'_, P>]) -> bool {
    pores.iter().all(|pore| pore.ready.is_some())
}
