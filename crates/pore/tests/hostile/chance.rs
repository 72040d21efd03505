//! Numbers that can be had again by their seed.

use fuzz_testing::Random;

/// A stream of numbers.
#[derive(Debug)]
pub(crate) struct Chance(Random);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }

    /// All 64 bits of a number.
    pub(crate) fn next(&mut self) -> u64 {
        (self.0.next_number() << 32) ^ self.0.next_number()
    }

    /// A number below another.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        self.0.below(end as usize) as u32
    }

    /// A word: any, or one at an edge.
    pub(crate) fn word(&mut self) -> u32 {
        match self.below(3) {
            0 => self.below(64).wrapping_sub(32),
            _ => self.next() as u32,
        }
    }
}
