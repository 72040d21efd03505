//! What the published crate decodes, decoded the same; and what it does not.

use chip_ft6x36::Block;
use class_touch::{Phase, Report};
use ft6x36::{RawTouchEvent, TouchPoint, TouchType};
use proptest::prelude::*;

fn same(point: TouchPoint, x: u16, y: u16, phase: Phase) -> bool {
    let expected = match point.touch_type {
        TouchType::Press => Phase::Down,
        TouchType::Release => Phase::Up,
        TouchType::Contact => Phase::Moved,
        TouchType::Invalid => Phase::Held,
    };
    (point.x, point.y, expected) == (x, y, phase)
}

proptest! {
    #[test]
    fn points_that_count_are_the_same(mut block: [u8; 15], count in 0..=2u8) {
        block[2] = count;
        let published = RawTouchEvent::from(block);
        let Report::Contacts(contacts) = Block(block).decode() else {
            return Err(TestCaseError::fail("two points are not too many"));
        };
        let points = [published.p1, published.p2];
        for (contact, point) in contacts.iter().zip(points.into_iter().flatten()) {
            prop_assert!(same(point, contact.x, contact.y, contact.phase));
        }
        prop_assert!(contacts.len() >= usize::from(count));
    }

    /// Any registers at all: no panic, and never more than two points.
    #[test]
    fn any_registers(block: [u8; 15]) {
        match Block(block).decode() {
            Report::Contacts(contacts) => prop_assert!(contacts.len() <= 2),
            Report::Overfull { announced } => prop_assert_eq!(announced, block[2]),
        }
    }
}

/// The reason why the count is looked at here: to the published crate a part
/// that is being reset has no finger on it.
#[test]
fn the_published_crate_takes_255_points_for_none() {
    let published = RawTouchEvent::from([0xFF; 15]);
    assert_eq!((published.p1, published.p2), (None, None));
    let report = Block([0xFF; 15]).decode();
    assert_eq!(report, Report::Overfull { announced: 255 });
}
