//! Descriptors of a peer are what it says before anything is done with them.

use std::os::fd::OwnedFd;

use rustix::fs::{FileType, OFlags, SealFlags, fcntl_get_seals, fcntl_getfl, fstat};

use super::{UnixError, Violation};
use crate::doorbell::TimerFd;
use crate::layout::HEADER_BYTES;

/// Makes sure that it is a file in memory that stays as long as 2^`order` bytes of data need.
pub(super) fn region(fd: &OwnedFd, order: u32) -> Result<(), UnixError> {
    let sealed = SealFlags::SHRINK | SealFlags::GROW;
    // Only files in memory have seals.
    let seals = fcntl_get_seals(fd).map_err(|_| Violation::Region)?;
    if !seals.contains(sealed) {
        return Err(Violation::Region.into());
    }
    let found = fstat(fd)?;
    let is_file = FileType::from_raw_mode(found.st_mode) == FileType::RegularFile;
    let is_read = !fcntl_getfl(fd)?.contains(OFlags::WRONLY);
    if !is_file || !is_read {
        return Err(Violation::Region.into());
    }
    let bytes = u64::try_from(found.st_size).unwrap_or(0);
    if bytes != HEADER_BYTES as u64 + (1 << order) {
        return Err(Violation::Size(bytes).into());
    }
    Ok(())
}

/// Makes sure that it is a timer: to ring it never waits, whatever the peer does.
pub(super) fn bell(fd: &OwnedFd) -> Result<(), Violation> {
    TimerFd::check(fd).map_err(|_| Violation::Bell)
}
