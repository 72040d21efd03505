//! The report's registers, decoded: DEV_MODE 0x00 to P2_MISC 0x0E.

use class_touch::{Contact, Contacts, Phase, Report};
use ft6x36::{TouchPoint, TouchType};

/// The points that the part tells apart.
pub const MAX_POINTS: u8 = 2;

/// Registers before the first point: DEV_MODE, GEST_ID, TD_STATUS.
const HEAD: usize = 3;
/// Registers of a point: XH, XL, YH, YL, WEIGHT, MISC.
const POINT: usize = 6;

/// The registers 0x00 to 0x0E, as read in one transaction.
///
/// | register | bits | |
/// |---|---|---|
/// | `TD_STATUS` 0x02 | 3:0 | fingers on the glass, 0 to 2 |
/// | `Pn_XH` | 7:6 | event flag: 0 press down, 1 lift up, 2 contact, 3 no event |
/// | | 3:0 | x, high bits |
/// | `Pn_XL` | 7:0 | x, low bits |
/// | `Pn_YH` | 7:4 | touch id |
/// | | 3:0 | y, high bits |
/// | `Pn_YL` | 7:0 | y, low bits |
/// | `Pn_WEIGHT` | 7:0 | pressure |
/// | `Pn_MISC` | 7:4 | area, not used here |
///
/// # Examples
///
/// ```
/// use chip_ft6x36::Block;
/// use class_touch::{Phase, Report};
///
/// // One finger with id 1 in contact at (0x123, 0x45), weight 0x50.
/// let block = Block([0, 0, 1, 0x81, 0x23, 0x10, 0x45, 0x50, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
/// let Report::Contacts(contacts) = block.decode() else { panic!("a report") };
/// assert_eq!((contacts[0].id, contacts[0].x, contacts[0].y), (1, 0x123, 0x45));
/// assert_eq!((contacts[0].pressure, contacts[0].phase), (0x50, Phase::Moved));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Block(pub [u8; Self::LEN]);

impl Block {
    /// Registers of a report.
    pub const LEN: usize = HEAD + MAX_POINTS as usize * POINT;

    /// The fingers on the glass and those just lifted.
    ///
    /// A point counts if `TD_STATUS` covers it, or if its flag says "lift up":
    /// the finger that a report lifts is in it, but not in its count. A count
    /// above [`MAX_POINTS`] is [`Report::Overfull`], with `TD_STATUS` as read.
    #[must_use]
    pub fn decode(&self) -> Report {
        let Self([_mode, _gesture, status, points @ ..]) = self;
        let count = status & 0x0F;
        if count > MAX_POINTS {
            return Report::Overfull { announced: *status };
        }
        let mut contacts = Contacts::new();
        let (points, _) = points.as_chunks::<POINT>();
        for (nth, point) in (0..).zip(points) {
            let contact = decode_point(point);
            let counts = nth < count || contact.phase == Phase::Up;
            if counts && contacts.push(contact).is_err() {
                break; // not reached: two points always fit
            }
        }
        Report::Contacts(contacts)
    }
}

/// The published crate knows place and flag; id and weight are ours.
fn decode_point(registers: &[u8; POINT]) -> Contact {
    let TouchPoint { touch_type, x, y } = TouchPoint::from(registers.as_slice());
    let [_xh, _xl, yh, _yl, weight, _misc] = *registers;
    Contact {
        id: yh >> 4,
        x,
        y,
        pressure: weight,
        phase: match touch_type {
            TouchType::Press => Phase::Down,
            TouchType::Release => Phase::Up,
            TouchType::Contact => Phase::Moved,
            TouchType::Invalid => Phase::Held,
        },
    }
}
