//! The integers that stand for values.

use core::num::NonZeroU32;

/// Bits that say which slot.
pub(crate) const SLOT_BITS: u32 = 8;
/// Bits that say how often the slot had been used.
pub(crate) const GENERATION_BITS: u32 = 19;
/// The most slots of a table.
pub(crate) const MAX_SLOTS: usize = 1 << SLOT_BITS;

/// Stands for a value in a [`Table`](crate::Table).
///
/// It is an integer from 1 to 2^27 - 1: the number of the slot in the lowest
/// 8 bits, the generation, at least 1, in the 19 bits above. On a 32-bit
/// AtomVM it fits a term without a box: small integers there have 28 bits
/// (`term_typedef.h`, `MAX_NOT_BOXED_INT`), of which one is the sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Handle(NonZeroU32);

impl Handle {
    /// The handle as an integer, from 1 to 2^27 - 1.
    #[inline]
    #[must_use]
    pub const fn to_bits(self) -> u32 {
        self.0.get()
    }

    /// The handle that an integer is; `None` for integers that no handle is.
    ///
    /// Any process can make up an integer, so what comes back need not be in
    /// any table. Looking for it there is safe.
    #[inline]
    #[must_use]
    pub const fn from_bits(bits: u32) -> Option<Self> {
        let generation = bits >> SLOT_BITS;
        if generation == 0 || generation >> GENERATION_BITS != 0 {
            return None;
        }
        match NonZeroU32::new(bits) {
            Some(bits) => Some(Self(bits)),
            None => None,
        }
    }

    /// The handle of the first value in a slot.
    pub(crate) fn first(slot: usize) -> Option<Self> {
        let slot = u32::try_from(slot)
            .ok()
            .filter(|slot| *slot < MAX_SLOTS as u32)?;
        Self::from_bits(1 << SLOT_BITS | slot)
    }

    /// Trusts that these are 27 bits.
    #[inline(always)]
    pub(crate) const fn from_nonzero(bits: NonZeroU32) -> Self {
        Self(bits)
    }

    #[inline(always)]
    pub(crate) const fn to_nonzero(self) -> NonZeroU32 {
        self.0
    }

    /// The slot, below [`MAX_SLOTS`].
    #[inline(always)]
    pub(crate) const fn slot(self) -> usize {
        self.0.get() as usize % MAX_SLOTS
    }
}
