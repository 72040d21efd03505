//! Slots of one size each, in batches.
//!
//! A ring of slots is a ring of bytes of which only whole slots are written and
//! read. Their size should divide the ring's, and be a multiple of a word's, for
//! speed; any size is right. A batch is published, and rung for, at one blow.

use crate::doorbell::Doorbell;
use crate::memory::{Memory, Own};
use crate::ring::{Closed, Consumer, Producer};

impl<O: Own, P: Memory, B: Doorbell> Producer<O, P, B> {
    /// Writes as many of these slots as there is room for, each as a whole, and
    /// tells how many.
    ///
    /// # Errors
    ///
    /// Why the pore is over.
    pub fn write_slots<const N: usize>(&mut self, slots: &[[u8; N]]) -> Result<usize, Closed> {
        let bytes = slots.as_flattened();
        let mut claim = self.claim(u32::try_from(bytes.len()).unwrap_or(u32::MAX))?;
        let whole = whole::<N>(claim.room());
        claim.put(bytes.get(..whole * N).unwrap_or(bytes));
        claim.commit();
        Ok(whole)
    }
}

impl<O: Own, P: Memory, B: Doorbell> Consumer<O, P, B> {
    /// Copies as many whole slots as there are and as fit, and tells how many.
    ///
    /// # Errors
    ///
    /// Why the pore is over; a slot that the peer left in part is not waited for.
    pub fn read_slots<const N: usize>(&mut self, slots: &mut [[u8; N]]) -> Result<usize, Closed> {
        let bytes = slots.as_flattened_mut();
        let grant = self.grant(u32::try_from(bytes.len()).unwrap_or(u32::MAX))?;
        let whole = whole::<N>(grant.len());
        if whole == 0 && !grant.is_empty() {
            return self.in_part();
        }
        let bytes = bytes.get_mut(..whole * N).unwrap_or_default();
        let count = grant.peek(0, bytes) as u32;
        grant.release(count)?;
        Ok(whole)
    }

    /// What there is makes no slot; if the peer has left, it never will.
    #[cold]
    fn in_part(&mut self) -> Result<usize, Closed> {
        let before = self.filled()?;
        let Err(why) = self.half.peer_state() else {
            return Ok(0);
        };
        if self.filled()? == before {
            return Err(self.half.keep(why));
        }
        Ok(0)
    }
}

/// How many slots of `N` bytes so many bytes are.
#[inline(always)]
const fn whole<const N: usize>(bytes: u32) -> usize {
    const { assert!(N > 0, "a slot has bytes") };
    bytes as usize / N
}
