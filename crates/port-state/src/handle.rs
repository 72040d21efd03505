//! What leaves a table in place of a value.

use core::num::NonZeroU32;

/// How many bits of a handle number the slot.
pub const SLOT_BITS: u32 = 8;
/// How many bits of a handle count the uses of the slot.
///
/// Together with [`SLOT_BITS`] they make 27: the non-negative integers that a 32-bit AtomVM keeps
/// in a word without a heap (`MAX_NOT_BOXED_INT`, `term_typedef.h`).
pub const GENERATION_BITS: u32 = 19;
/// The most slots that a table can have.
pub const MAX_SLOTS: usize = 1 << SLOT_BITS;

/// A slot, and which of its uses is meant. Never 0, so `Option<Handle>` has four bytes too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Handle(NonZeroU32);

impl Handle {
    /// The handle as an integer below 2^27.
    #[inline(always)]
    pub const fn to_bits(self) -> u32 {
        self.0.get()
    }

    /// Reads what [`to_bits`](Handle::to_bits) gave out; `None` for an integer that it never
    /// gives. A forged integer makes a handle that finds nothing, or what its owner would find.
    #[inline]
    pub const fn from_bits(bits: u32) -> Option<Self> {
        if bits >> (SLOT_BITS + GENERATION_BITS) != 0 || bits >> SLOT_BITS == 0 {
            return None;
        }
        match NonZeroU32::new(bits) {
            Some(bits) => Some(Self(bits)),
            None => None,
        }
    }

    /// Makes the handle of a slot and a generation that is not 0.
    #[inline(always)]
    pub(crate) const fn new(slot: usize, generation: NonZeroU32) -> Self {
        // Shifted by less than it has leading zeros, so that a bit of the generation stays.
        match NonZeroU32::new(generation.get() << SLOT_BITS | slot as u32) {
            Some(bits) => Self(bits),
            None => Self(generation),
        }
    }

    /// The place in the table.
    #[inline(always)]
    pub(crate) const fn slot(self) -> usize {
        self.0.get() as usize & (MAX_SLOTS - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const _: () = assert!(size_of::<Handle>() == 4 && size_of::<Option<Handle>>() == 4);

    #[test]
    fn bits_go_out_and_come_back() {
        let last = (1 << (SLOT_BITS + GENERATION_BITS)) - 1;
        for bits in [1 << SLOT_BITS, (1 << SLOT_BITS) | 0xFF, 0x1234_56, last] {
            assert_eq!(Handle::from_bits(bits).map(Handle::to_bits), Some(bits));
        }
        // No generation, or more bits than a small integer has.
        for bits in [0, 1, 0xFF, last + 1, u32::MAX] {
            assert_eq!(Handle::from_bits(bits), None);
        }
    }

    #[test]
    fn a_handle_fits_a_small_integer_of_32_bits() {
        // 28 bits with the sign: `AVM_INT_MAX >> 4`.
        assert!(
            i64::from(u32::MAX >> (32 - SLOT_BITS - GENERATION_BITS)) <= i64::from(i32::MAX >> 4)
        );
    }
}
