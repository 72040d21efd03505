//! Unix sockets: of messages, and of bytes.

use std::fmt::Display;
use std::os::fd::OwnedFd;

use example_support::Error;
use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, recv, send, socketpair,
};

use crate::way::Way;

/// What the system said.
pub(crate) fn failed(error: impl Display) -> Error {
    Error::Flawed(format!("the system says: {error}"))
}

/// The message ended early, or the other process.
pub(crate) fn short() -> Error {
    Error::Flawed("a message has another length".into())
}

/// Both ends of a socket.
pub(crate) fn pair(kind: SocketType) -> Result<(OwnedFd, OwnedFd), Error> {
    socketpair(AddressFamily::UNIX, kind, SocketFlags::CLOEXEC, None).map_err(failed)
}

/// A `SOCK_SEQPACKET` socket: a message is one.
pub(crate) struct Packets(pub(crate) OwnedFd);

impl Way for Packets {
    fn send(&mut self, message: &[u8]) -> Result<(), Error> {
        let sent = send(&self.0, message, SendFlags::NOSIGNAL).map_err(failed)?;
        (sent == message.len()).then_some(()).ok_or_else(short)
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        let (_, all) = recv(&self.0, &mut *message, RecvFlags::TRUNC).map_err(failed)?;
        (all == message.len()).then_some(()).ok_or_else(short)
    }
}

/// A `SOCK_STREAM` socket: bytes.
pub(crate) struct Bytes(pub(crate) OwnedFd);

impl Way for Bytes {
    fn send(&mut self, mut message: &[u8]) -> Result<(), Error> {
        while !message.is_empty() {
            let sent = send(&self.0, message, SendFlags::NOSIGNAL).map_err(failed)?;
            message = message.get(sent..).unwrap_or_default();
        }
        Ok(())
    }

    fn receive(&mut self, message: &mut [u8]) -> Result<(), Error> {
        let (_, all) = recv(&self.0, &mut *message, RecvFlags::WAITALL).map_err(failed)?;
        (all == message.len()).then_some(()).ok_or_else(short)
    }
}
