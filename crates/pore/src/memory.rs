//! Memory that two domains share: one region for each side.
//!
//! A [`Region`] is a static or on a stack, and this side's is an [`OwnRegion`]; a
//! `Heap` is made at run time, and a `Mapping` is pages that processes on Linux
//! share. All of them are seen as a
//! [`View`], whose words are atomics: whatever a peer does to them at the same
//! time is a number that is read, never undefined behaviour.
#![expect(unsafe_code, reason = "who may be stored to is promised")]

#[cfg(feature = "std")]
mod heap;
#[cfg(all(feature = "std", target_os = "linux", not(avm_loom)))]
mod mapping;
mod own;
mod raw;

#[cfg(feature = "std")]
pub use heap::Heap;
#[cfg(all(feature = "std", target_os = "linux", not(avm_loom)))]
pub use mapping::{Mapping, OwnMapping, PeerMapping};
pub use own::{Ended, Own, OwnRegion};
pub use raw::Raw;

use crate::layout::Header;
use crate::sync::Data;

/// Bytes of a word of data.
pub(crate) const WORD: usize = size_of::<usize>();

/// A region, as it is seen by either side.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub(crate) header: &'a Header,
    pub(crate) data: &'a [Data],
}

impl View<'_> {
    /// Bytes of data.
    pub const fn data_bytes(&self) -> usize {
        self.data.len() * WORD
    }

    /// The largest order that fits.
    pub(crate) fn order(&self) -> Option<u32> {
        self.data_bytes().checked_ilog2()
    }
}

/// A region that is there for as long as this is.
pub trait Memory {
    /// Its words.
    fn view(&self) -> View<'_>;
}

/// A region that this side may store to.
///
/// # Safety
///
/// The pages of the view are writable for as long as this is.
pub unsafe trait Writable: Memory {}

impl<M: Memory + ?Sized> Memory for &M {
    #[inline(always)]
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

// SAFETY: it is the same region.
unsafe impl<M: Writable + ?Sized> Writable for &M {}

#[cfg(feature = "std")]
impl<M: Memory + ?Sized> Memory for std::sync::Arc<M> {
    #[inline(always)]
    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

#[cfg(feature = "std")]
// SAFETY: it is the same region.
unsafe impl<M: Writable + ?Sized> Writable for std::sync::Arc<M> {}

/// A region in memory of this program, such as a static between two cores.
///
/// `WORDS` is a power of two, and so many `usize` are at least 16 bytes.
///
/// # Examples
///
/// ```
/// use pore::memory::Region;
///
/// static LEFT: Region<64> = Region::new();
/// static RIGHT: Region<64> = Region::new();
/// ```
#[derive(Debug)]
#[repr(C, align(64))]
pub struct Region<const WORDS: usize> {
    header: Header,
    data: [Data; WORDS],
}

impl<const WORDS: usize> Region<WORDS> {
    /// All words 0.
    #[cfg(not(avm_loom))]
    pub const fn new() -> Self {
        Self {
            header: Header::new(),
            data: [const { Data::new(0) }; WORDS],
        }
    }

    /// All words 0.
    #[cfg(avm_loom)]
    pub fn new() -> Self {
        Self {
            header: Header::default(),
            data: core::array::from_fn(|_| Data::default()),
        }
    }
}

impl<const WORDS: usize> Default for Region<WORDS> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const WORDS: usize> Memory for Region<WORDS> {
    #[inline(always)]
    fn view(&self) -> View<'_> {
        View {
            header: &self.header,
            data: &self.data,
        }
    }
}

// SAFETY: atomics are writable wherever a program can have them.
unsafe impl<const WORDS: usize> Writable for Region<WORDS> {}

// SAFETY: it is a region of the program.
unsafe impl<const WORDS: usize> Writable for OwnRegion<'_, WORDS> {}
