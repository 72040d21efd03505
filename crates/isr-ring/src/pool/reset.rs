//! A pool made as new, for the next who opens the hardware.

use core::ptr;

use crate::{Blocks, Filler, ResetError};

/// Frees all blocks that are queued, and sets the counts to 0.
///
/// Takes both ends, so nobody queues or takes meanwhile. A block that is held,
/// or lent, stays with who has it, and comes back when it is dropped.
///
/// # Errors
///
/// The ends belong to different pools.
///
/// # Examples
///
/// ```
/// let pool = isr_ring::BlockPool::<16, 2>::new();
/// let (mut filler, mut blocks) = pool.split().expect("not split before");
/// filler.start().expect("free").finish(16);
/// isr_ring::reset_pool(&mut filler, &mut blocks)?;
/// assert!(blocks.take().is_none());
/// assert_eq!((pool.stats().filled, pool.stats().free), (0, 2));
/// # Ok::<(), isr_ring::ResetError>(())
/// ```
pub fn reset_pool<const SIZE: usize, const COUNT: usize>(
    filler: &mut Filler<'_, SIZE, COUNT>,
    blocks: &mut Blocks<'_, SIZE, COUNT>,
) -> Result<(), ResetError> {
    if !ptr::eq(filler.shelf(), blocks.shelf()) {
        return Err(ResetError::DifferentRings);
    }
    filler.shelf().restart();
    Ok(())
}
