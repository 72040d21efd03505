//! What the converter hears, and how it lies in a block.
//!
//! A block is `<<First:64/little, Samples/binary>>`: the number of its first sample since the run
//! began, then samples of 16 bits, `<<Sample:16/signed-little>>`. Two blocks that do not follow
//! each other by number have a lost one between them.

/// Bytes before the samples.
pub const HEADER: usize = 8;

/// Samples of a period.
pub const PERIOD: u64 = 480;

/// How much a sample differs from the next one.
const STEP: u64 = 125;

/// The highest sample; the lowest is as far below 0.
const PEAK: i32 = (PERIOD / 4 * STEP) as i32;

/// The `nth` sample: a triangle, up from the lowest in half a period, then down.
///
/// ```
/// use stream_port::wave::{PERIOD, sample};
///
/// assert_eq!([sample(0), sample(PERIOD / 4), sample(PERIOD / 2)], [-15_000, 0, 15_000]);
/// assert_eq!(sample(PERIOD + 7), sample(7));
/// ```
#[must_use]
pub fn sample(nth: u64) -> i16 {
    let phase = nth % PERIOD;
    let height = phase.min(PERIOD - phase) * STEP;
    (height as i32 - PEAK) as i16
}

/// How many samples a block of so many bytes has.
#[must_use]
pub const fn samples(size: usize) -> u64 {
    (size.saturating_sub(HEADER) / 2) as u64
}

/// Fills a block with samples from number `first` on; tells how many of its bytes are filled.
pub fn fill(block: &mut [u8], first: u64) -> usize {
    let Some((header, rest)) = block.split_at_mut_checked(HEADER) else {
        return 0;
    };
    header.copy_from_slice(&first.to_le_bytes());
    let mut filled = HEADER;
    for (nth, place) in (first..).zip(rest.chunks_exact_mut(2)) {
        place.copy_from_slice(&sample(nth).to_le_bytes());
        filled += 2;
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_a_number_and_what_follows_from_it() {
        let mut block = [0xEE; 15];
        assert_eq!(fill(&mut block, 479), 14, "no half of a sample");
        assert_eq!(block[..8], 479_u64.to_le_bytes());
        let samples = [-14_875_i16, -15_000, -14_875].map(i16::to_le_bytes);
        assert_eq!(block[8..14], *samples.as_flattened());
        assert_eq!(block[14], 0xEE);
        assert_eq!(samples.len() as u64, super::samples(15));
        assert_eq!(fill(&mut [0; 7], 1), 0, "no room for a number");
    }
}
