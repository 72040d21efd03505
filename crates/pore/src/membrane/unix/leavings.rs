//! What a peer sent is closed where nobody waits for that.
//!
//! A peer may send descriptors whose last close takes as long as it likes: a stream socket that
//! lingers over bytes that nobody takes. Whoever closes them, or the socket that they are still in,
//! waits. So a thread does that, which is started for what no honest peer sends, and for nothing
//! else.

use core::mem::take;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::thread;
use std::vec::Vec;

use rustix::io::Errno;
use rustix::net::sockopt::{set_socket_linger, set_socket_passcred};
use rustix::net::{RecvAncillaryBuffer, RecvFlags, ReturnFlags, Shutdown, recvmsg, shutdown};

use super::socket::{DESCRIPTORS, Incoming, receive};
use super::{UnixError, Violation};

/// The most messages that a system keeps in a socket, and more.
const MOST: usize = 1 << 16;

/// Descriptors that a peer sent. Those that are not taken out are closed elsewhere.
#[derive(Debug, Default)]
pub(super) struct Received(pub(super) Vec<OwnedFd>);

impl Received {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The three of an offer, if they are what they should be.
    pub(super) fn taken(
        mut self,
        check: impl FnOnce([&OwnedFd; DESCRIPTORS]) -> Result<(), UnixError>,
    ) -> Result<[OwnedFd; DESCRIPTORS], UnixError> {
        let wrong = Violation::Descriptors(self.0.len() as u32);
        let three = self.0.first_chunk().ok_or(wrong)?;
        check(three.each_ref())?;
        let taken = take(&mut self.0).try_into();
        taken.map_err(|_| wrong.into())
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        let fds = take(&mut self.0);
        if !fds.is_empty() {
            elsewhere(move || close(fds));
        }
    }
}

fn close(fds: Vec<OwnedFd>) {
    for fd in fds {
        // So that this thread, too, is not there for long. What is no socket does not mind.
        let _no_socket = set_socket_linger(&fd, None);
    }
}

/// Runs it in a thread, or here if there can be none.
fn elsewhere(run: impl FnOnce() + Send + 'static) {
    let named = thread::Builder::new().name("pore-close".into());
    // Without a thread, what it owns is dropped.
    let _thread = named.spawn(run);
}

/// A socket to a peer.
#[derive(Debug)]
pub(super) struct Socket(OwnedFd);

impl From<OwnedFd> for Socket {
    fn from(fd: OwnedFd) -> Self {
        Self(fd)
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Drop for Socket {
    /// What is still in it goes with it, so that it is taken out first.
    fn drop(&mut self) {
        // Nothing more comes in.
        let _gone = shutdown(&self.0, Shutdown::Read);
        // Each message says who sent it, so that one without bytes shows.
        let _told = set_socket_passcred(&self.0, true);
        if holds(self.0.as_fd())
            && let Ok(copy) = self.0.try_clone()
        {
            elsewhere(move || empty(&copy));
        }
    }
}

/// Whether a socket that takes nothing more holds a message.
fn holds(socket: BorrowedFd<'_>) -> bool {
    let flags = RecvFlags::PEEK | RecvFlags::DONTWAIT;
    let peek = || recvmsg(socket, &mut [], &mut RecvAncillaryBuffer::default(), flags);
    let found = match peek() {
        // The peer left without reading all, which is told once.
        Err(Errno::CONNRESET) => peek(),
        found => found,
    };
    let cut = ReturnFlags::TRUNC | ReturnFlags::CTRUNC;
    found.is_ok_and(|found| found.flags.intersects(cut))
}

/// Takes all out of a socket that takes nothing more. Whoever closes it last closes nothing else.
fn empty(socket: &OwnedFd) {
    for _ in 0..MOST {
        if !holds(socket.as_fd()) {
            return;
        }
        if let Ok(Incoming::Message(_, mut fds)) = receive(socket) {
            close(take(&mut fds.0));
        }
    }
}
