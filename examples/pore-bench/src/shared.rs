//! Pages that both processes map to write: what is compared with.
#![expect(unsafe_code, reason = "maps pages and looks at them")]

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::AtomicU64;

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, fstat, ftruncate, memfd_create};
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};

/// Words of a file in memory.
///
/// # Invariants
///
/// `base` is the address of a mapping of [`WORDS`] words, to be read and written, which nobody
/// unmaps before this is dropped. The file cannot shrink, by its seal.
pub(crate) struct Shared {
    base: NonNull<Words>,
}

/// How many words there are.
pub(crate) const WORDS: usize = 16 << 10;
/// All of them.
pub(crate) type Words = [AtomicU64; WORDS];

/// The file, all 0.
pub(crate) fn file() -> io::Result<OwnedFd> {
    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    let file = memfd_create("pore-bench", flags)?;
    ftruncate(&file, size_of::<Words>() as u64)?;
    fcntl_add_seals(&file, SealFlags::SHRINK | SealFlags::SEAL)?;
    Ok(file)
}

impl Shared {
    /// Maps such a file.
    pub(crate) fn map(file: impl AsFd) -> io::Result<Self> {
        let sealed = rustix::fs::fcntl_get_seals(&file)?.contains(SealFlags::SHRINK);
        let bytes = size_of::<Words>();
        if !sealed || fstat(&file)?.st_size != bytes as i64 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: it is put where nothing is, and the file is so long and cannot shrink.
        let base = unsafe { mmap(null_mut(), bytes, protection, MapFlags::SHARED, file, 0) }?;
        let base = NonNull::new(base.cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(Self { base })
    }

    /// Its words.
    #[inline(always)]
    pub(crate) fn words(&self) -> &Words {
        // SAFETY: pages are aligned, are there for as long as `self` by the invariant, and any
        // bytes are atomics.
        unsafe { self.base.as_ref() }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // SAFETY: by the invariant it is mapped, and nobody borrows it any more.
        let _never = unsafe { munmap(self.base.as_ptr().cast(), size_of::<Words>()) };
    }
}
