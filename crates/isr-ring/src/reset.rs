//! A ring made as new, for the next who opens the hardware.

use core::fmt;

use crate::{Consumer, Producer, ends};

/// Why a ring could not be reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResetError {
    /// The two ends belong to different rings. Neither was touched.
    DifferentRings,
}

impl fmt::Display for ResetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DifferentRings => f.write_str("the ends belong to different rings"),
        }
    }
}

impl core::error::Error for ResetError {}

/// Empties a ring and sets all its counts to 0.
///
/// Takes both ends, so nobody pushes or pops meanwhile.
///
/// # Errors
///
/// The ends belong to different rings.
///
/// # Examples
///
/// ```
/// let ring = isr_ring::EventRing::<u8, 4>::new();
/// let (mut producer, mut consumer) = ring.split().expect("not split before");
/// producer.push(1)?;
/// isr_ring::reset(&mut producer, &mut consumer).expect("one ring");
/// assert_eq!(consumer.pop(), None);
/// assert_eq!(consumer.stats().offered, 0);
/// # Ok::<(), u8>(())
/// ```
pub fn reset<T: Copy + 'static, const N: usize>(
    producer: &mut Producer<'_, T, N>,
    consumer: &mut Consumer<'_, T, N>,
) -> Result<(), ResetError> {
    if ends::restart(producer.end_mut(), consumer.end_mut(), 0) {
        Ok(())
    } else {
        Err(ResetError::DifferentRings)
    }
}
