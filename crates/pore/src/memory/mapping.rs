//! Pages that processes of Linux share.
#![expect(unsafe_code, reason = "maps pages and looks at them")]

use core::ptr::NonNull;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{
    MemfdFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, fstat, ftruncate, memfd_create,
};
use rustix::io::Errno;
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};
use rustix::process::{Resource, getrlimit};

use crate::layout::{HEADER_BYTES, Header, MAX_ORDER, MIN_ORDER};
use crate::memory::{Ended, Memory, Own, View, WORD, Writable};
use crate::sync::Data;

/// Pages of a file in memory, mapped until this is dropped.
///
/// # Invariants
///
/// `base` is the address of a mapping of `bytes` bytes, at least a header, which
/// nobody unmaps before this is dropped. The file cannot shrink, by its seal, so
/// every page of it stays.
#[derive(Debug)]
pub struct Mapping {
    base: NonNull<u8>,
    bytes: usize,
    fd: OwnedFd,
}

// SAFETY: the mapping belongs to the process, and all access is by atomics.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

/// This side's region, which the peer can map to be read only.
#[derive(Debug)]
pub struct OwnMapping(Mapping, Ended);

/// The peer's region, mapped to be read only.
#[derive(Debug)]
pub struct PeerMapping(Mapping);

/// That can never be changed: the length, and, with the last, who may write.
const SEALS: SealFlags = SealFlags::SHRINK.union(SealFlags::GROW);

impl OwnMapping {
    /// A region of 2^`order` bytes of data, sealed: its file cannot shrink, grow,
    /// or be mapped to be written by anybody else.
    ///
    /// # Errors
    ///
    /// `InvalidInput` for an order that is none; what the system says, when there
    /// is no memory or no file descriptor left.
    pub fn new(order: u32) -> io::Result<Self> {
        if !(MIN_ORDER..=MAX_ORDER).contains(&order) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let bytes = HEADER_BYTES + (1 << order);
        // A longer file would be answered by a signal that ends the process.
        let most = getrlimit(Resource::Fsize).current;
        if most.is_some_and(|most| most < bytes as u64) {
            return Err(Errno::NOSPC.into());
        }
        let fd = memfd_create("pore", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?;
        ftruncate(&fd, bytes as u64)?;
        fcntl_add_seals(&fd, SEALS)?;
        let mapping = Mapping::map(fd, bytes, ProtFlags::READ | ProtFlags::WRITE)?;
        // A kernel before 5.1 does not know it: then the peer is trusted so far.
        let _unknown = fcntl_add_seals(&mapping.fd, SealFlags::FUTURE_WRITE | SealFlags::SEAL);
        Ok(Self(mapping, Ended::new()))
    }

    /// Whether nobody else can write it.
    pub fn is_exclusive(&self) -> bool {
        let seals = fcntl_get_seals(&self.0.fd);
        seals.is_ok_and(|seals| seals.contains(SealFlags::FUTURE_WRITE))
    }
}

impl PeerMapping {
    /// Maps what the peer sent.
    ///
    /// # Errors
    ///
    /// `InvalidData` for a file that could still shrink, or that is too short or
    /// too long for a region; what the system says.
    pub fn new(fd: OwnedFd) -> io::Result<Self> {
        // Only a file in memory has seals. Any other is asked nothing more: it may have an owner
        // who does not answer.
        let seals = fcntl_get_seals(&fd).map_err(|_| io::ErrorKind::InvalidData)?;
        let length = u64::try_from(fstat(&fd)?.st_size).unwrap_or(0);
        let bytes = usize::try_from(length).unwrap_or(usize::MAX);
        let most = HEADER_BYTES + (1 << MAX_ORDER);
        if !seals.contains(SEALS) || !(HEADER_BYTES..=most).contains(&bytes) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Mapping::map(fd, bytes, ProtFlags::READ).map(Self)
    }
}

impl Mapping {
    fn map(fd: OwnedFd, bytes: usize, protection: ProtFlags) -> io::Result<Self> {
        let anywhere = core::ptr::null_mut();
        // SAFETY: it is put where nothing is, and the file is as long as `bytes`
        // and cannot shrink.
        let base = unsafe { mmap(anywhere, bytes, protection, MapFlags::SHARED, &fd, 0) }?;
        let base = NonNull::new(base.cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self { base, bytes, fd })
    }

    fn view(&self) -> View<'_> {
        let words = (self.bytes - HEADER_BYTES) / WORD;
        let header: NonNull<Header> = self.base.cast();
        // SAFETY: there are more bytes than a header, by the invariant.
        let data: NonNull<Data> = unsafe { self.base.add(HEADER_BYTES) }.cast();
        let data = NonNull::slice_from_raw_parts(data, words);
        View {
            // SAFETY: pages are aligned to more than 64, are there for as long as
            // `self`, and any bytes are a header, made of atomics. A reader only
            // loads, which is allowed where pages are to be read only.
            header: unsafe { header.as_ref() },
            // SAFETY: as above, of the words behind it.
            data: unsafe { data.as_ref() },
        }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: by the invariant it is mapped, and no view is left.
        let _never = unsafe { munmap(self.base.as_ptr().cast(), self.bytes) };
    }
}

impl Memory for OwnMapping {
    #[inline(always)]
    fn view(&self) -> View<'_> {
        self.0.view()
    }
}

// SAFETY: it was mapped to be written.
unsafe impl Writable for OwnMapping {}

impl Own for OwnMapping {
    #[inline(always)]
    fn ended(&self) -> &Ended {
        &self.1
    }
}

impl Memory for PeerMapping {
    #[inline(always)]
    fn view(&self) -> View<'_> {
        self.0.view()
    }
}

impl AsFd for OwnMapping {
    /// What the peer makes its [`PeerMapping`] of.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.fd.as_fd()
    }
}
