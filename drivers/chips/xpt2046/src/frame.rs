//! What goes over the bus for one reading.

use crate::{Panel, median};

/// Conversions of a frame.
const CONVERSIONS: usize = 15;

// Control bytes: start bit 7; input bits 6:4; bit 3 clear for twelve bits; bit
// 2 clear for the panel's own supply as reference; power-down bits 1:0, where
// 01 keeps the converter on, and 00 switches it off and `PENIRQ` on.
const Y: u8 = 0x91;
const Z1: u8 = 0xB1;
const Z2: u8 = 0xC1;
const X: u8 = 0xD1;
const LAST_Z1: u8 = 0xB0;

/// In order; each of the five is one too many, for the panel to settle.
const CONTROLS: [u8; CONVERSIONS] = [Z1, Z2, Y, Y, Y, Y, Y, Y, X, X, X, X, X, X, LAST_Z1];

/// One reading, as bytes.
///
/// A conversion is a control byte and two bytes of answer: one bit to ignore,
/// twelve of the result, the highest first, three to ignore. The control byte
/// of the next goes out with the second byte of the answer.
///
/// | bits of a control byte | |
/// |---|---|
/// | 7 | start, 1 |
/// | 6:4 | 1 y, 3 `Z1`, 4 `Z2`, 5 x |
/// | 3 | 0: twelve bits |
/// | 2 | 0: measured against the panel's own drivers |
/// | 1:0 | 1 converter on, `PENIRQ` off; 0 converter off, `PENIRQ` on |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Frame(pub [u8; Self::LEN]);

impl Frame {
    /// Bytes of a reading.
    pub const LEN: usize = 2 * CONVERSIONS + 1;

    /// What is sent.
    #[must_use]
    pub const fn request() -> Self {
        let mut bytes = [0; Self::LEN];
        let mut nth = 0;
        while nth < CONVERSIONS {
            bytes[2 * nth] = CONTROLS[nth];
            nth += 1;
        }
        Self(bytes)
    }

    /// What was answered, converted; `None` if every bit of it is one, which
    /// is a line that nothing drives.
    #[must_use]
    pub fn decode(&self) -> Option<Sample> {
        let Self([_while_asked, answers @ ..]) = self;
        if answers.iter().all(|byte| *byte == 0xFF) {
            return None;
        }
        let mut results = [0; CONVERSIONS];
        for (result, answer) in results.iter_mut().zip(answers.as_chunks().0) {
            *result = u16::from_be_bytes(*answer) >> 3 & 0x0FFF;
        }
        let [
            z1,
            z2,
            _,
            y1,
            y2,
            y3,
            y4,
            y5,
            _,
            x1,
            x2,
            x3,
            x4,
            x5,
            last_z1,
        ] = results;
        Some(Sample {
            x: median([x1, x2, x3, x4, x5]),
            y: median([y1, y2, y3, y4, y5]),
            z1,
            z2,
            last_z1,
        })
    }
}

/// One reading, converted: each from 0 to 4095, before calibration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sample {
    /// Place along the x plate, the median of five.
    pub x: u16,
    /// Place along the y plate, the median of five.
    pub y: u16,
    /// Across the touch, at the X- end, before x and y.
    pub z1: u16,
    /// Across the touch, at the Y+ end.
    pub z2: u16,
    /// As `z1`, after x and y.
    pub last_z1: u16,
}

impl Sample {
    /// How hard; `None` if the panel was not touched the whole time.
    #[must_use]
    pub fn pressure(&self, panel: &Panel) -> Option<u8> {
        let stayed = self.last_z1 >= panel.min_z1;
        panel.pressure(self.x, self.z1, self.z2).filter(|_| stayed)
    }
}
