//! The I2S transmitter, as a program of the PIO.
//!
//! A bit takes two instructions: one puts it out while the bit clock is low,
//! the next lets the clock rise. Word select changes with the last bit of the
//! word before, as I2S has it; both clocks are side-set pins. The shift register
//! gives its bits the highest first, and is filled again by itself.

/// Instructions of the program; it lies at address 0 and wraps at its end.
pub const LENGTH: usize = 8;

/// Which of the two side-set pins, which are neighbours, is the bit clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SideSet {
    /// The lower one; word select is the pin above.
    ClockBelow,
    /// The upper one.
    ClockAbove,
}

/// `OUT PINS, 1` (datasheet, 3.4.5).
const OUT_PINS_1: u16 = 0x6001;
/// The instruction that goes to the program's begin, `JMP 0`, the clocks low and
/// word select left.
pub const BEGIN: u16 = 0x0000;
/// `JMP X--` to the address in the low bits (3.4.2).
const JMP_X_DEC: u16 = 0x0040;
/// `SET X` to the low bits (3.4.10).
const SET_X: u16 = 0xE020;
/// `SET PINDIRS` to the low bits.
const SET_PINDIRS: u16 = 0xE080;

impl SideSet {
    /// The side-set bits 12:11 of an instruction.
    const fn levels(self, clock: bool, right: bool) -> u16 {
        let (lower, upper) = match self {
            Self::ClockBelow => (clock, right),
            Self::ClockAbove => (right, clock),
        };
        ((upper as u16) << 12) | ((lower as u16) << 11)
    }
}

/// The program for samples of `bits`, 2 to 33; X is to hold [`first_x`] when it
/// begins.
///
/// | at | instruction | clock | word select |
/// |---|---|---|---|
/// | 0 | `out pins, 1` | 0 | left |
/// | 1 | `jmp x--, 0` | 1 | left |
/// | 2 | `out pins, 1` | 0 | right |
/// | 3 | `set x, bits - 2` | 1 | right |
/// | 4 | `out pins, 1` | 0 | right |
/// | 5 | `jmp x--, 4` | 1 | right |
/// | 6 | `out pins, 1` | 0 | left |
/// | 7 | `set x, bits - 2` | 1 | left |
#[must_use]
pub const fn transmitter(bits: u8, side: SideSet) -> [u16; LENGTH] {
    let again = SET_X | (bits - 2) as u16;
    [
        OUT_PINS_1 | side.levels(false, false),
        JMP_X_DEC | side.levels(true, false),
        OUT_PINS_1 | side.levels(false, true),
        again | side.levels(true, true),
        OUT_PINS_1 | side.levels(false, true),
        JMP_X_DEC | 4 | side.levels(true, true),
        OUT_PINS_1 | side.levels(false, false),
        again | side.levels(true, false),
    ]
}

/// The instruction that puts into X what the program begins with, the clocks
/// low and word select left.
#[must_use]
pub const fn first_x(bits: u8) -> u16 {
    SET_X | (bits - 2) as u16
}

/// The instruction that makes outputs of the `SET` pins, as many as there are.
#[must_use]
pub const fn outputs(count: u8) -> u16 {
    SET_PINDIRS | ((1 << count) - 1)
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::vec::Vec;

    /// What the three pins do, bit clock by bit clock: word select and data.
    fn run(program: [u16; LENGTH], side: SideSet, x: u32, words: &[u32]) -> Vec<(bool, bool)> {
        let mut bits = words
            .iter()
            .flat_map(|word| (0..32).rev().map(move |bit| word >> bit & 1 == 1));
        let (mut at, mut x, mut data, mut clock) = (0, x, false, false);
        let mut seen = Vec::new();
        loop {
            let instruction = program[at];
            let (lower, upper) = (instruction >> 11 & 1 == 1, instruction >> 12 & 1 == 1);
            let (rises, right) = match side {
                SideSet::ClockBelow => (lower, upper),
                SideSet::ClockAbove => (upper, lower),
            };
            at = (at + 1) % LENGTH;
            match instruction & 0xE7FF {
                OUT_PINS_1 => match bits.next() {
                    Some(bit) => data = bit,
                    None => return seen,
                },
                jump if jump & 0xE7E0 == JMP_X_DEC => {
                    if x > 0 {
                        at = usize::from(jump & 0x1F);
                    }
                    x = x.wrapping_sub(1);
                }
                set => {
                    assert_eq!(set & 0xE7E0, SET_X);
                    x = u32::from(set & 0x1F);
                }
            }
            if rises && !clock {
                seen.push((right, data));
            }
            clock = rises;
        }
    }

    #[test]
    fn word_select_is_a_bit_ahead_of_the_words() {
        for side in [SideSet::ClockBelow, SideSet::ClockAbove] {
            for (bits, words) in [
                (16_u8, &[0x8001_7FFE, 0x1234_5678][..]),
                (32, &[0x8000_0001, 0x7FFF_FFFE, 1, 2]),
            ] {
                let program = transmitter(bits, side);
                let x = u32::from(first_x(bits) & 0x1F);
                let seen = run(program, side, x, words);
                assert_eq!(seen.len(), words.len() * 32);
                let per = usize::from(bits);
                for (nth, (right, data)) in seen.iter().enumerate() {
                    let next = (nth + 1) / per;
                    assert_eq!(*right, next % 2 == 1, "{bits} bits, clock {nth}");
                    let bit = words[nth / 32] >> (31 - nth % 32) & 1 == 1;
                    assert_eq!(*data, bit, "{bits} bits, clock {nth}");
                }
            }
        }
    }

    /// By the encodings of the datasheet, written out.
    #[test]
    fn as_words() {
        let words = [
            0x6001, 0x0840, 0x7001, 0xF82E, 0x7001, 0x1844, 0x6001, 0xE82E,
        ];
        assert_eq!(transmitter(16, SideSet::ClockBelow), words);
        assert_eq!((first_x(32), outputs(2)), (0xE03E, 0xE083));
    }
}
