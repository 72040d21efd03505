//! A region of this side, and what it keeps to itself of that.

use crate::memory::{Memory, Region, View, Writable};
use crate::sync::Word;

/// Whether this side has ended its pore, and why: 0 if it has not, 1 if it closed it, or the `err`
/// that the peer was told.
///
/// Its halves tell each other here. The region says the same to the peer, who may be able to write
/// there, so that it is not asked.
#[derive(Debug, Default)]
pub struct Ended(Word);

impl Ended {
    /// It has not.
    #[cfg(not(avm_loom))]
    pub const fn new() -> Self {
        Self(Word::new(0))
    }

    #[inline(always)]
    pub(crate) fn code(&self) -> u32 {
        self.0.load()
    }

    pub(crate) fn set(&self, code: u32) {
        self.0.set(code);
    }
}

/// A region that this side writes.
pub trait Own: Writable {
    /// What this side keeps to itself. It is the same for all clones, and nothing of the
    /// [view](Memory::view).
    fn ended(&self) -> &Ended;
}

impl<M: Own + ?Sized> Own for &M {
    #[inline(always)]
    fn ended(&self) -> &Ended {
        (**self).ended()
    }
}

#[cfg(feature = "std")]
impl<M: Own + ?Sized> Own for std::sync::Arc<M> {
    #[inline(always)]
    fn ended(&self) -> &Ended {
        (**self).ended()
    }
}

/// A [`Region`] as its side has it, with a note of its own that is elsewhere.
///
/// # Examples
///
/// ```
/// use pore::memory::{Ended, OwnRegion, Region};
///
/// // Both cores know this one, and this one alone has that.
/// static LEFT: Region<64> = Region::new();
/// static ENDED: Ended = Ended::new();
/// let mine = OwnRegion::new(&LEFT, &ENDED);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OwnRegion<'a, const WORDS: usize> {
    region: &'a Region<WORDS>,
    ended: &'a Ended,
}

impl<'a, const WORDS: usize> OwnRegion<'a, WORDS> {
    /// A region that the peer reads, and a note that it does not know.
    pub const fn new(region: &'a Region<WORDS>, ended: &'a Ended) -> Self {
        Self { region, ended }
    }
}

impl<const WORDS: usize> Memory for OwnRegion<'_, WORDS> {
    #[inline(always)]
    fn view(&self) -> View<'_> {
        self.region.view()
    }
}

impl<const WORDS: usize> Own for OwnRegion<'_, WORDS> {
    #[inline(always)]
    fn ended(&self) -> &Ended {
        self.ended
    }
}
