//! Descriptors of a peer are what it says before anything is done with them.

use std::format;
use std::fs::read_link;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};

use rustix::fs::{FileType, OFlags, SealFlags, fcntl_get_seals, fcntl_getfl, fcntl_setfl, fstat};

use super::{UnixError, Violation};
use crate::doorbell::EventFd;
use crate::layout::HEADER_BYTES;
use crate::memory::PeerMapping;

/// The peer's region, mapped, once it is a file in memory that stays as long as 2^`order` bytes of
/// data need.
pub(super) fn region(fd: OwnedFd, order: u32) -> Result<PeerMapping, UnixError> {
    let sealed = SealFlags::SHRINK | SealFlags::GROW;
    // Only files in memory have seals.
    let seals = fcntl_get_seals(&fd).map_err(|_| Violation::Region)?;
    if !seals.contains(sealed) {
        return Err(Violation::Region.into());
    }
    let found = fstat(&fd)?;
    let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
    let is_read = !fcntl_getfl(&fd)?.contains(OFlags::WRONLY);
    if !is_file || !is_read {
        return Err(Violation::Region.into());
    }
    let bytes = u64::try_from(found.st_size).unwrap_or(0);
    if bytes != HEADER_BYTES as u64 + (1 << order) {
        return Err(Violation::Size(bytes).into());
    }
    Ok(PeerMapping::new(fd)?)
}

/// A bell, once it is an eventfd; ringing it does not wait.
pub(super) fn bell(fd: OwnedFd) -> Result<EventFd, UnixError> {
    let link = read_link(format!("/proc/self/fd/{}", fd.as_fd().as_raw_fd()));
    // No path begins so, and no other kind of descriptor has the name.
    if link?.as_os_str() != "anon_inode:[eventfd]" {
        return Err(Violation::Bell.into());
    }
    let flags = fcntl_getfl(&fd)?;
    fcntl_setfl(&fd, flags | OFlags::NONBLOCK)?;
    Ok(fd.into())
}
