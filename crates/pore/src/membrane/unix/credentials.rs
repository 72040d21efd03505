//! Who is at the other end of a socket, as the kernel has it.
#![expect(unsafe_code, reason = "calls `getsockopt`")]

use core::mem::size_of;
use std::io;
use std::os::fd::{AsFd, AsRawFd};

use super::{Peer, UnixError};

impl Peer {
    /// Who is at the other end of a socket. Its process is 0 if it has no number in this
    /// namespace of processes, for which `rustix`'s type has no room.
    pub(super) fn of(socket: impl AsFd) -> Result<Self, UnixError> {
        let mut found = libc::ucred {
            pid: 0,
            uid: u32::MAX,
            gid: u32::MAX,
        };
        let mut length = size_of::<libc::ucred>() as libc::socklen_t;
        let socket = socket.as_fd().as_raw_fd();
        let (level, option) = (libc::SOL_SOCKET, libc::SO_PEERCRED);
        let (place, room) = ((&raw mut found).cast(), &raw mut length);
        // SAFETY: the descriptor is open; the kernel writes at most `length` bytes, which are
        // those of `found`, of which all values are allowed.
        let result = unsafe { libc::getsockopt(socket, level, option, place, room) };
        if result != 0 {
            return Err(io::Error::last_os_error().into());
        }
        Ok(Self {
            pid: found.pid.unsigned_abs(),
            uid: found.uid,
            gid: found.gid,
        })
    }
}
