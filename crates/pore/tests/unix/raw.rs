//! A peer that sends what it likes.

use std::io::{IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use pore::doorbell::{Bells, TimerFd};
use pore::layout::MAGIC;
use pore::membrane::unix::Name;
use pore::memory::{OwnMapping, PeerMapping};
use pore::ring::{Config, Opening};
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketAddrUnix, SocketFlags, SocketType, connect, recvmsg,
    sendmsg, socket_with,
};

/// An honest offer of 2^8 bytes.
pub(crate) const OFFER: [u32; 8] = [MAGIC, 1, 1, 32, 8, 0, 0, 77];
/// An honest answer.
pub(crate) const ANSWER: [u32; 5] = [MAGIC, 1, 2, 20, 0];

/// A peer that sends what it likes.
#[derive(Debug)]
pub(crate) struct Raw(pub(crate) OwnedFd);

pub(crate) fn bytes(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

pub(crate) fn socket() -> OwnedFd {
    let flags = SocketFlags::CLOEXEC;
    socket_with(AddressFamily::UNIX, SocketType::SEQPACKET, flags, None).expect("a socket")
}

pub(crate) fn address(name: &Name) -> SocketAddrUnix {
    match name {
        Name::Hidden(name) => SocketAddrUnix::new_abstract_name(name),
        Name::Path(path) => SocketAddrUnix::new(path),
    }
    .expect("a good name")
}

impl Raw {
    pub(crate) fn connect(name: &Name) -> Self {
        let socket = socket();
        connect(&socket, &address(name)).expect("it listens");
        Self(socket)
    }

    /// Sends a message; the peer may be gone.
    pub(crate) fn send(&self, bytes: &[u8], fds: &[BorrowedFd<'_>]) {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(64))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        if !fds.is_empty() {
            assert!(control.push(SendAncillaryMessage::ScmRights(fds)));
        }
        let _gone = sendmsg(
            &self.0,
            &[IoSlice::new(bytes)],
            &mut control,
            SendFlags::NOSIGNAL,
        );
    }

    /// Takes the next message; empty when the peer is gone.
    pub(crate) fn receive(&self) -> (Vec<u8>, Vec<OwnedFd>) {
        let mut bytes = [0; 64];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(8))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let mut fds = Vec::new();
        let flags = RecvFlags::CMSG_CLOEXEC;
        let mut parts = [IoSliceMut::new(&mut bytes)];
        let count = match recvmsg(&self.0, &mut parts, &mut control, flags) {
            // The peer left something unread; what it had sent comes next.
            Err(_) => recvmsg(&self.0, &mut parts, &mut control, flags).map_or(0, |got| got.bytes),
            Ok(got) => got.bytes,
        };
        for message in control.drain() {
            if let RecvAncillaryMessage::ScmRights(more) = message {
                fds.extend(more);
            }
        }
        (bytes[..count].to_vec(), fds)
    }

    /// The number of the refusal that comes in the end, if one does.
    pub(crate) fn refusal(&self) -> Option<u32> {
        loop {
            let (bytes, _) = self.receive();
            match bytes.len() {
                0 => return None,
                20 => return Some(u32::from_le_bytes(bytes[16..].try_into().expect("a word"))),
                _ => {}
            }
        }
    }
}

/// What an honest peer shares.
#[derive(Debug)]
pub(crate) struct Share {
    pub(crate) region: Arc<OwnMapping>,
    pub(crate) bells: [TimerFd; 2],
}

impl Share {
    pub(crate) fn new(order: u32) -> Self {
        Self {
            region: Arc::new(OwnMapping::new(order).expect("memory")),
            bells: [(); 2].map(|()| TimerFd::new().expect("a descriptor")),
        }
    }

    pub(crate) fn fds(&self) -> [BorrowedFd<'_>; 3] {
        let [data, space] = &self.bells;
        [self.region.as_fd(), data.as_fd(), space.as_fd()]
    }

    /// Begins in the pages, as the peer that offered these.
    pub(crate) fn opening(
        &self,
        fds: Vec<OwnedFd>,
    ) -> Opening<Arc<OwnMapping>, Arc<PeerMapping>, TimerFd> {
        self.opening_as(fds, Config::default())
    }

    /// The same, as a peer that says this of itself.
    pub(crate) fn opening_as(
        &self,
        fds: Vec<OwnedFd>,
        config: Config,
    ) -> Opening<Arc<OwnMapping>, Arc<PeerMapping>, TimerFd> {
        let [region, data, space] = <[OwnedFd; 3]>::try_from(fds).expect("three of them");
        let peer = Arc::new(PeerMapping::new(region).expect("a region"));
        let bell = |fd| TimerFd::of_peer(fd).expect("a bell");
        let (data, space) = (bell(data), bell(space));
        let mine = Arc::clone(&self.region);
        Opening::new(mine, peer, Bells { data, space }, config).expect("a size")
    }
}
