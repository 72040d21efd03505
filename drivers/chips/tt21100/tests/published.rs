//! Beside the published driver, on one model of the part.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::rc::Rc;

use chip_tt21100::Tt21100;
use class_touch::{Report, TouchController};
use embedded_hal::i2c::{ErrorType, I2c, Operation};
use embedded_hal_02::blocking::i2c::{Write, WriteRead};
use embedded_hal_02::digital::v2::InputPin;
use proptest::prelude::*;
use tt21100::{Event, TT21100};

/// Messages that wait; one is taken when it is read to its end.
#[derive(Clone, Default)]
struct Part(Rc<RefCell<VecDeque<Vec<u8>>>>);

impl Part {
    fn say(&self, message: &[u8]) {
        self.0.borrow_mut().push_back(message.to_vec());
    }

    fn answer(&self, bytes: &mut [u8]) {
        let mut waiting = self.0.borrow_mut();
        let message = waiting.front().cloned().unwrap_or_else(|| vec![2, 0]);
        for (nth, byte) in bytes.iter_mut().enumerate() {
            *byte = message.get(nth).copied().unwrap_or(0xFF);
        }
        if bytes.len() >= message.len() {
            waiting.pop_front();
        }
    }
}

impl ErrorType for Part {
    type Error = Infallible;
}

impl I2c for Part {
    fn transaction(&mut self, address: u8, steps: &mut [Operation<'_>]) -> Result<(), Infallible> {
        assert_eq!(address, 0x24);
        match steps {
            [Operation::Read(bytes)] => self.answer(bytes),
            other => panic!("{other:?}"),
        }
        Ok(())
    }
}

impl Write for Part {
    type Error = Infallible;

    fn write(&mut self, _address: u8, bytes: &[u8]) -> Result<(), Infallible> {
        panic!("{bytes:?}");
    }
}

impl WriteRead for Part {
    type Error = Infallible;

    fn write_read(&mut self, address: u8, write: &[u8], read: &mut [u8]) -> Result<(), Infallible> {
        assert_eq!((address, write), (0x24, &[][..]));
        self.answer(read);
        Ok(())
    }
}

/// The interrupt line, which neither driver waits for here.
struct Line;

impl InputPin for Line {
    type Error = Infallible;

    fn is_high(&self) -> Result<bool, Infallible> {
        Ok(false)
    }

    fn is_low(&self) -> Result<bool, Infallible> {
        Ok(true)
    }
}

fn opened() -> (Part, Tt21100<Part>) {
    let part = Part::default();
    let touch = Tt21100::open(part.clone()).expect("bring-up");
    (part, touch)
}

/// A touch report of so many fingers, the rest of it as it comes.
fn report(count: u8, rest: &[u8]) -> Vec<u8> {
    let bytes = 7 + 10 * usize::from(count);
    let mut message = rest[..bytes].to_vec();
    message[..3].copy_from_slice(&[bytes as u8, 0, 1]);
    message[5] = message[5] & 0xE0 | count;
    message
}

proptest! {
    #[test]
    fn two_fingers_at_most_are_the_same(count in 0..=2u8, rest: [u8; 27]) {
        let (part, mut touch) = opened();
        let theirs = Part::default();
        let mut published = TT21100::new(theirs.clone(), Line).expect("bring-up");
        for part in [&part, &theirs] {
            part.say(&report(count, &rest));
        }
        let Ok(Report::Contacts(contacts)) = touch.read() else {
            return Err(TestCaseError::fail("two fingers are not too many"));
        };
        let Ok(Event::Touch { report, touches }) = published.event() else {
            return Err(TestCaseError::fail("a touch report"));
        };
        prop_assert_eq!(usize::from(report.record_num), contacts.len());
        let points = [touches.0, touches.1].into_iter().flatten();
        let points: Vec<_> = points.map(|p| (p.touch_id, p.x, p.y, p.pressure, p.event_id == 3)).collect();
        let own: Vec<_> = contacts
            .iter()
            .map(|c| (c.id, c.x, c.y, c.pressure, c.phase == class_touch::Phase::Up))
            .collect();
        prop_assert_eq!(points, own);
        prop_assert!(part.0.borrow().is_empty() && theirs.0.borrow().is_empty());
    }

    /// Any bytes at all: no panic, ten fingers at most.
    #[test]
    fn anything(mut message: [u8; 120], records in 0..12u8, plausible: bool) {
        if plausible {
            let bytes = 7 + 10 * u16::from(records);
            message[..2].copy_from_slice(&bytes.to_le_bytes());
        }
        let (part, mut touch) = opened();
        part.say(&message);
        if let Ok(Report::Contacts(contacts)) = touch.read() {
            prop_assert!(contacts.len() <= 10);
        }
    }
}
