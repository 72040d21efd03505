//! A pore between two processes.

use core::time::Duration;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::Instant;

use super::leavings::Socket;
use super::sleeper::Sleeper;
use super::socket::{self, Incoming};
use super::{Bell, Peer};
use crate::any::{AnyPore, Avail, Info, Wanted};
use crate::doorbell::{Bells, TimerFd};
use crate::memory::{OwnMapping, PeerMapping};
use crate::pipe::Pipe;
use crate::ring::{Closed, Link, PeerConfig, Protocol, Rights};
use crate::wait::{Ears, Hearing, Waitable};

/// The rings of a pore between two processes.
pub type UnixLink = Link<Arc<OwnMapping>, Arc<PeerMapping>, Bell>;

/// A pore between two processes. Dropped, it is closed.
#[derive(Debug)]
pub struct UnixPore {
    link: UnixLink,
    /// Rung by the peer.
    bells: Bells<TimerFd>,
    sleeper: Sleeper,
    socket: Socket,
    peer: Peer,
    epoch: u32,
    rights: Rights,
    /// The peer's socket is closed: it is gone, or has let go of the pore.
    left: bool,
}

impl UnixPore {
    pub(super) fn new(
        mut link: UnixLink,
        bells: Bells<TimerFd>,
        socket: Socket,
        (peer, epoch): (Peer, u32),
        rights: Rights,
    ) -> Self {
        link.restrict(rights);
        Self {
            link,
            bells,
            sleeper: Sleeper::default(),
            socket,
            peer,
            epoch,
            rights,
            left: false,
        }
    }

    /// The process at the other end.
    pub fn peer(&self) -> Peer {
        self.peer
    }

    /// What the peer said of itself.
    pub fn config(&self) -> PeerConfig {
        self.link.peer()
    }

    /// This side sends through 2^this bytes.
    pub fn order(&self) -> u32 {
        self.link.producer.capacity().ilog2()
    }

    /// The number of this pore's life, here and at the peer. Another pore has others.
    pub fn epochs(&self) -> (u32, u32) {
        (self.epoch, self.link.producer.half.epoch)
    }

    /// What this side may do with it, by its own settings and by the peer's.
    pub fn rights(&self) -> Rights {
        self.rights
    }

    /// How often this side rang for the peer.
    pub fn rings(&self) -> u64 {
        let bells = &self.link.producer.half.bells;
        bells.data.rings() + bells.space.rings()
    }

    /// The rings themselves, for what is more than reading and writing: loans, slots.
    pub fn link(&mut self) -> &mut UnixLink {
        &mut self.link
    }

    /// Writes as many of these bytes as fit, and tells how many: 0 when it is full.
    ///
    /// # Errors
    ///
    /// Why the pore is over; [`Closed::Denied`] if this side may not write.
    pub fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed> {
        self.link.nothing_came()?;
        self.link.producer.write(bytes)
    }

    /// Reads as many bytes as there are and as fit, and tells how many: 0 when it is empty.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read; [`Closed::Denied`] if this side
    /// may not read.
    pub fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        self.link.nothing_came()?;
        let count = self.link.consumer.read(bytes)?;
        if count == 0 && self.left && !bytes.is_empty() {
            return self.last_words(bytes);
        }
        Ok(count)
    }

    /// Nobody writes any more, so that what is not there now never will be.
    #[cold]
    fn last_words(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        match self.link.consumer.read(bytes)? {
            0 => {
                self.link.consumer.peer_gone();
                Err(Closed::Gone)
            }
            count => Ok(count),
        }
    }

    /// Waits for what is wanted, for at most so long; false: the time was up. With nothing wanted,
    /// it waits for the end. A system that has no memory to wait with has it end early, so who
    /// reads or writes after it may still find nothing.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read.
    pub fn wait(&mut self, wanted: Wanted, timeout: Option<Duration>) -> Result<bool, Closed> {
        let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let mut is_up = false;
        while !self.ask(wanted)? {
            if is_up {
                return Ok(false);
            }
            // Without memory to wait with, the caller looks again.
            let Ok(socket) = self.sleeper.wait(&self.socket, &self.bells, until) else {
                return Ok(true);
            };
            if socket {
                self.look()?;
            }
            // However often the peer rings meanwhile.
            is_up = until.is_some_and(|until| Instant::now() >= until);
        }
        Ok(true)
    }

    /// Forgets the rings so far, for who polls [`fds`](Self::fds); true if there was one. Whoever
    /// does looks at the rings of bytes after that.
    pub fn clear(&mut self) -> bool {
        let data = self.bells.data.clear();
        self.bells.space.clear() | data
    }

    /// Asks for rings, for who polls [`fds`](Self::fds); true if none is needed, because what is
    /// wanted is there.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read.
    pub fn ask(&mut self, wanted: Wanted) -> Result<bool, Closed> {
        let now = self.link.wish(wanted)?;
        if self.left && !now {
            return self.rest(wanted);
        }
        Ok(now)
    }

    /// The peer is gone: true if there is something left to read.
    fn rest(&mut self, wanted: Wanted) -> Result<bool, Closed> {
        if wanted.filled == 0 {
            return Err(Closed::Gone);
        }
        if self.link.consumer.filled()? > 0 {
            return Ok(true);
        }
        self.link.consumer.peer_gone();
        Err(Closed::Gone)
    }

    /// Looks at the socket: whether the peer is there, which is known before anything else shows it.
    ///
    /// # Errors
    ///
    /// [`Closed::Protocol`] if it sent something, which an honest peer never does.
    pub fn look(&mut self) -> Result<bool, Closed> {
        if self.left {
            return Ok(false);
        }
        match socket::receive(&self.socket) {
            Ok(Incoming::Nothing) => Ok(true),
            Ok(Incoming::Gone) => {
                self.left = true;
                // Learns what the peer had read; whoever writes now is told that it is over.
                let _over = self.link.producer.free();
                self.link.producer.peer_gone();
                Ok(false)
            }
            Ok(Incoming::Message(..)) | Err(_) => {
                self.left = true;
                let closed = self.link.half().impossible(Protocol::State);
                for half in [&mut self.link.producer.half, &mut self.link.consumer.half] {
                    half.keep(closed);
                }
                Err(closed)
            }
        }
    }

    /// Bytes that the peer has not read, as far as is known.
    pub fn undelivered(&self) -> u32 {
        self.link.producer.undelivered()
    }

    /// Why it is over, if that is known.
    pub fn closed(&self) -> Option<Closed> {
        self.link.closed()
    }

    /// What to poll, to be read from: the socket, the bell for bytes, the bell for room.
    /// [`ask`](Self::ask) has to say first what is wanted, and [`clear`](Self::clear) silences the
    /// bells. [`wait`](Self::wait) does without, and may leave them rung.
    pub fn fds(&self) -> [BorrowedFd<'_>; 3] {
        let Bells { data, space } = &self.bells;
        [self.socket.as_fd(), data.as_fd(), space.as_fd()]
    }

    /// Closes it in order: the peer still reads what was written.
    pub fn close(&mut self) {
        self.link.close();
    }
}

impl Drop for UnixPore {
    fn drop(&mut self) {
        self.close();
    }
}

impl AnyPore for UnixPore {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed> {
        Self::write(self, bytes)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        Self::read(self, bytes)
    }

    fn avail(&mut self) -> Result<Avail, Closed> {
        match self.link.avail() {
            // Nobody writes or reads any more.
            Ok(Avail { filled: 0, .. }) if self.left => Err(Closed::Gone),
            avail => avail,
        }
    }

    fn notify_when(&mut self, wanted: Wanted) -> Result<bool, Closed> {
        self.ask(wanted)
    }

    fn heard(&mut self) {
        // An error is kept, and told by the next call.
        self.clear();
        let _kept = self.look();
    }

    fn info(&self) -> Info {
        let info = self.link.info();
        let gone = self.left.then_some(Closed::Gone);
        Info {
            closed: info.closed.or(gone),
            ..info
        }
    }

    fn poke(&self) {
        self.link.poke();
    }

    fn close(&mut self) {
        Self::close(self);
    }
}

impl Waitable for UnixPore {
    fn ears(&self) -> Ears<'_> {
        Ears(Hearing::Fds(self.fds()))
    }
}

impl Pipe for UnixPore {
    type Error = Closed;

    fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed> {
        Self::write(self, bytes)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        Self::read(self, bytes)
    }
}
