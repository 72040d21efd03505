//! A finger of a touch report.

use class_touch::{Contact, Phase};

/// Bytes of a finger.
pub const RECORD: usize = 10;

/// In bits 6:5 of byte 1: the finger was lifted.
const LIFT: u8 = 3;

/// The finger that these bytes hold.
///
/// | byte | bits | |
/// |---|---|---|
/// | 0 | 2:0 | kind of touch, not used here |
/// | 1 | 7 | tip, not used here |
/// | | 6:5 | event: 3 is a lift |
/// | | 4:0 | number |
/// | 2, 3 | | x, low byte first |
/// | 4, 5 | | y, low byte first |
/// | 6 | | pressure |
/// | 7 to 9 | | axes and orientation, not used here |
///
/// # Examples
///
/// ```
/// let contact = chip_tt21100::decode(&[0, 0x82, 0x23, 0x01, 0x45, 0, 0x50, 0, 0, 0]);
/// assert_eq!((contact.id, contact.x, contact.y, contact.pressure), (2, 0x123, 0x45, 0x50));
/// ```
#[must_use]
pub fn decode(bytes: &[u8; RECORD]) -> Contact {
    let [_kind, event, x_low, x_high, y_low, y_high, pressure, ..] = *bytes;
    Contact {
        id: event & 0x1F,
        x: u16::from_le_bytes([x_low, x_high]),
        y: u16::from_le_bytes([y_low, y_high]),
        pressure,
        phase: if event >> 5 & 3 == LIFT {
            Phase::Up
        } else {
            Phase::Unknown
        },
    }
}
