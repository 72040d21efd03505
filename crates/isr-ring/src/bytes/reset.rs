//! A ring of bytes made as new, for the next who opens the hardware.

use super::ends;
use crate::{ByteConsumer, ByteProducer, ResetError};

/// Empties a ring of bytes and sets all its counts to 0.
///
/// Takes both ends, so nobody writes or reads meanwhile, and there are no
/// grants.
///
/// # Errors
///
/// The ends belong to different rings.
///
/// # Examples
///
/// ```
/// let ring = isr_ring::ByteRing::<4>::new();
/// let (mut producer, mut consumer) = ring.split().expect("not split before");
/// producer.write(b"old");
/// isr_ring::reset_bytes(&mut producer, &mut consumer)?;
/// assert!(consumer.read().is_none());
/// assert_eq!(consumer.stats().accepted, 0);
/// # Ok::<(), isr_ring::ResetError>(())
/// ```
pub fn reset_bytes<const N: usize>(
    producer: &mut ByteProducer<'_, N>,
    consumer: &mut ByteConsumer<'_, N>,
) -> Result<(), ResetError> {
    if ends::restart(producer.end_mut(), consumer.end_mut(), 0) {
        Ok(())
    } else {
        Err(ResetError::DifferentRings)
    }
}
