//! A point of the report, from 0x814F on.

use class_touch::{Contact, Phase};

/// Registers of a point.
pub const POINT: usize = 8;

/// The point that these registers hold.
///
/// | register | |
/// |---|---|
/// | 0 | track id, bits 3:0 |
/// | 1, 2 | x, low byte first |
/// | 3, 4 | y, low byte first |
/// | 5, 6 | size, low byte first |
/// | 7 | reserved |
///
/// # Examples
///
/// ```
/// let contact = chip_gt911::decode(&[2, 0x23, 0x01, 0x45, 0x00, 0x50, 0, 0]);
/// assert_eq!((contact.id, contact.x, contact.y, contact.pressure), (2, 0x123, 0x45, 0x50));
/// ```
#[must_use]
pub fn decode(registers: &[u8; POINT]) -> Contact {
    let [track, x_low, x_high, y_low, y_high, size_low, size_high, _] = *registers;
    Contact {
        id: track & 0x0F,
        x: u16::from_le_bytes([x_low, x_high]),
        y: u16::from_le_bytes([y_low, y_high]),
        pressure: if size_high == 0 { size_low } else { u8::MAX },
        phase: Phase::Unknown,
    }
}
