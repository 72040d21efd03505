//! One end of a pore between processes.

use core::sync::atomic::{AtomicBool, Ordering};
use std::io;
use std::os::fd::BorrowedFd;
use std::sync::Arc;
use std::time::Instant;

use avm_port::{Bell, PortError};
use pore::any::{AnyPore, Wanted};
use pore::doorbell::{Doorbell, Watch};
use pore::membrane::unix::UnixPore;
use pore::ring::Closed;

use super::reason::reason;
use crate::source::{End, Facts};

/// One end of a pore between processes.
pub struct UnixEnd {
    pore: UnixPore,
    ears: Option<Ears>,
}

/// What rings the port's bell.
pub(super) struct Ears {
    /// The doorbells, which a peer may ring as often as it likes.
    bells: Watch,
    /// The socket, which says that the peer is gone, and once only.
    line: Watch,
    /// The socket has something to say.
    spoke: Arc<AtomicBool>,
}

impl Ears {
    /// Listens to the socket and to the bells, in the order in which a pore and a negotiation
    /// tell them.
    pub(super) fn new([line, bells @ ..]: [BorrowedFd<'_>; 3], bell: Bell) -> io::Result<Self> {
        let spoke = Arc::new(AtomicBool::new(false));
        let speaks = Arc::clone(&spoke);
        Ok(Self {
            bells: Watch::new(&bells, move || bell.ring())?,
            line: Watch::new(&[line], move || {
                speaks.store(true, Ordering::SeqCst);
                bell.ring();
            })?,
            spoke,
        })
    }

    /// Listens to all until then.
    pub(super) fn listen_until(&self, deadline: Instant) -> io::Result<()> {
        self.bells.rearm_until(deadline)?;
        self.line.rearm()
    }
}

impl UnixEnd {
    pub(super) fn new(mut pore: UnixPore, ears: Option<Ears>) -> Self {
        // Those of the negotiation.
        pore.clear();
        Self { pore, ears }
    }
}

impl End for UnixEnd {
    type Pore = UnixPore;

    fn attach(&mut self, bell: Bell) -> Result<(), PortError> {
        let ears = Ears::new(self.pore.fds(), bell);
        self.ears = Some(ears.map_err(|error| reason(error.into()))?);
        Ok(())
    }

    fn detach(&mut self) {
        self.ears = None;
    }

    fn pore(&mut self) -> &mut UnixPore {
        &mut self.pore
    }

    fn write(&mut self, bytes: &[u8], take: impl FnOnce(usize) -> bool) -> Result<(), Closed> {
        self.pore.ask(Wanted::END)?;
        let most = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let mut claim = self.pore.link().producer.claim(most)?;
        if take(claim.put(bytes)) {
            claim.commit();
        }
        Ok(())
    }

    fn hear(&mut self) -> bool {
        let spoke = self.ears.as_ref().map(|ears| &ears.spoke);
        if spoke.is_some_and(|spoke| spoke.swap(false, Ordering::SeqCst)) {
            // What it says shows in the next read or write.
            if self.pore.look() == Ok(true)
                && let Some(ears) = &self.ears
            {
                let _never = ears.line.rearm();
            }
        }
        self.pore.clear()
    }

    fn sleep(&mut self, bells: bool) -> bool {
        let Some(ears) = &self.ears else {
            return true;
        };
        !bells || ears.bells.rearm().is_ok()
    }

    fn poke(&mut self) {
        self.pore.link().producer.poke();
    }

    fn facts(&self) -> Facts {
        let peer = self.pore.peer();
        Facts {
            pore: self.pore.info(),
            peer: Some((peer.pid, peer.uid, peer.gid)),
            epochs: self.pore.epochs(),
            rings: self.pore.rings(),
        }
    }
}
