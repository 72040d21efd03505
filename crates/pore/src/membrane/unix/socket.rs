//! Messages and descriptors through a socket.

use core::mem::MaybeUninit;
use core::time::Duration;
use std::io::{IoSlice, IoSliceMut};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Instant;
use std::vec::Vec;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags,
    SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg,
    sendmsg, socket_with,
};

use super::leavings::Received;
use super::offer::OFFER_BYTES;
use super::{UnixError, Violation};

/// Descriptors that can come with a message (`SCM_MAX_FD` of `include/net/scm.h`). With less room,
/// the system closes the others while it hands over the message.
const MOST_DESCRIPTORS: usize = 253;
/// Descriptors of an offer.
pub(super) const DESCRIPTORS: usize = 3;
/// What a socket of ours never does: wait, or go to a child.
pub(super) const FLAGS: SocketFlags = SocketFlags::CLOEXEC.union(SocketFlags::NONBLOCK);

/// A socket that is not bound to anything.
pub(super) fn socket() -> Result<OwnedFd, UnixError> {
    let kind = SocketType::SEQPACKET;
    Ok(socket_with(AddressFamily::UNIX, kind, FLAGS, None)?)
}

/// Sends a message; false when nobody is there to read it.
pub(super) fn send(
    socket: impl AsFd,
    bytes: &[u8],
    fds: &[BorrowedFd<'_>],
) -> Result<bool, UnixError> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !fds.is_empty() {
        control.push(SendAncillaryMessage::ScmRights(fds));
    }
    match sendmsg(
        socket,
        &[IoSlice::new(bytes)],
        &mut control,
        SendFlags::NOSIGNAL,
    ) {
        Ok(_) => Ok(true),
        Err(Errno::PIPE | Errno::CONNRESET) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// What a look at a socket finds.
pub(super) enum Incoming {
    /// Nothing so far.
    Nothing,
    /// Nothing, for ever.
    Gone,
    /// A message, with its descriptors.
    Message(Vec<u8>, Received),
}

/// Takes a message, if there is one.
pub(super) fn receive(socket: impl AsFd) -> Result<Incoming, UnixError> {
    let socket = socket.as_fd();
    // One more than the longest, so that what is too long shows.
    let mut bytes = [0; OFFER_BYTES + 1];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let mut parts = [IoSliceMut::new(&mut bytes)];
    let flags = RecvFlags::CMSG_CLOEXEC | RecvFlags::DONTWAIT;
    let mut taken = recvmsg(socket, &mut parts, &mut control, flags);
    if taken.as_ref().err() == Some(&Errno::CONNRESET) {
        // The peer left without reading all; what it had sent before comes next.
        taken = recvmsg(socket, &mut parts, &mut control, flags);
    }
    let taken = match taken {
        Ok(taken) => taken,
        Err(Errno::AGAIN | Errno::INTR) => return Ok(Incoming::Nothing),
        Err(Errno::CONNRESET | Errno::PIPE) => return Ok(Incoming::Gone),
        Err(error) => return Err(error.into()),
    };
    let fds = descriptors(&mut control);
    if taken.flags.contains(ReturnFlags::CTRUNC) {
        return Err(cut(fds.len()));
    }
    match bytes.get(..taken.bytes) {
        None | Some([]) => Ok(Incoming::Gone),
        Some(bytes) => Ok(Incoming::Message(bytes.to_vec(), fds)),
    }
}

fn descriptors(control: &mut RecvAncillaryBuffer<'_>) -> Received {
    let mut fds = Received::default();
    for message in control.drain() {
        if let RecvAncillaryMessage::ScmRights(more) = message {
            fds.0.extend(more);
        }
    }
    fds
}

/// Why not all descriptors came. There is a place for as many as a message can have, so it is this
/// process that has no room, whether or not it has some by now; unless those that came are too many
/// already.
fn cut(came: usize) -> UnixError {
    if came > DESCRIPTORS {
        return Violation::Descriptors(came as u32 + 1).into();
    }
    UnixError::NoDescriptors
}

/// The end of a time that begins now; what is beyond all time is far away.
pub(super) fn after(time: Duration) -> Instant {
    /// Some thirty years.
    const FAR: Duration = Duration::from_secs(1 << 30);
    let now = Instant::now();
    let end = now.checked_add(time).or_else(|| now.checked_add(FAR));
    end.unwrap_or(now)
}

/// Waits until one of these can be read or is gone, or until then. The answers are in their order.
pub(super) fn wait(fds: &[BorrowedFd<'_>], until: Option<Instant>) -> Result<Vec<bool>, UnixError> {
    let mut polled: Vec<_> = fds
        .iter()
        .map(|fd| PollFd::from_borrowed_fd(fd.as_fd(), PollFlags::IN))
        .collect();
    let left = until.map(|until| until.saturating_duration_since(Instant::now()));
    // Rounded up, so that the time is up when it ends.
    let left = left.map(|left| left.saturating_add(Duration::from_micros(1)));
    let left = left.and_then(|left| Timespec::try_from(left).ok());
    match poll(&mut polled, left.as_ref()) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(error) => return Err(error.into()),
    }
    let ready = |fd: &PollFd<'_>| !fd.revents().is_empty();
    Ok(polled.iter().map(ready).collect())
}
