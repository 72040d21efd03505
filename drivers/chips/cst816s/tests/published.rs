//! What the published crate says of the same bytes, and what it keeps back.

use std::cell::Cell;
use std::rc::Rc;

use chip_cst816s::{Config, Cst816s};
use class_touch::{Report, TouchController};
use cst816s::CST816S;
use embedded_hal::i2c::{Error, ErrorKind, ErrorType, I2c, Operation};
use embedded_hal_mock::eh1::delay::NoopDelay;
use embedded_hal_mock::eh1::digital::{Mock as Pin, State, Transaction as Edge};
use proptest::prelude::*;

/// A part that has nine bytes to report, or does not answer.
#[derive(Clone)]
struct Part(Rc<Cell<Option<[u8; 9]>>>);

impl Part {
    fn new() -> Self {
        Self(Rc::new(Cell::new(Some([0; 9]))))
    }
}

#[derive(Debug)]
struct Silent;

impl Error for Silent {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

impl ErrorType for Part {
    type Error = Silent;
}

impl I2c for Part {
    fn transaction(&mut self, address: u8, steps: &mut [Operation<'_>]) -> Result<(), Silent> {
        assert_eq!(address, 0x15);
        let block = self.0.get().ok_or(Silent)?;
        match steps {
            [Operation::Write([0x00]), Operation::Read(bytes)] => bytes.copy_from_slice(&block),
            [Operation::Write([0xA7]), Operation::Read(bytes)] => bytes.fill(0xB4),
            [Operation::Write([0xFA | 0xFE, _])] => {}
            other => panic!("{other:?}"),
        }
        Ok(())
    }
}

fn ours(block: Option<[u8; 9]>) -> Result<Report, Silent> {
    let part = Part::new();
    let mut reset = Pin::new(&[Edge::set(State::Low), Edge::set(State::High)]);
    let (bus, delay) = (part.clone(), NoopDelay::new());
    let touch = Cst816s::open(bus, reset.clone(), delay, Config::default());
    reset.done();
    part.0.set(block);
    touch.expect("bring-up").read()
}

/// Place and action, as the crate has them.
fn theirs(block: Option<[u8; 9]>) -> Option<(i32, i32, u8)> {
    let part = Part::new();
    part.0.set(block);
    let (mut line, mut reset) = (Pin::new(&[]), Pin::new(&[]));
    let mut published = CST816S::new(part, line.clone(), reset.clone());
    let event = published.read_one_touch_event(false);
    line.done();
    reset.done();
    event.map(|event| (event.x, event.y, event.action))
}

proptest! {
    #[test]
    fn one_finger_and_none_are_the_same(mut block: [u8; 9], fingers in 0..=1u8) {
        block[2] = fingers;
        let Ok(Report::Contacts(contacts)) = ours(Some(block)) else {
            return Err(TestCaseError::fail("one finger is not too many"));
        };
        let own = contacts.first().map(|c| (i32::from(c.x), i32::from(c.y)));
        prop_assert_eq!(own, theirs(Some(block)).map(|(x, y, _)| (x, y)));
    }

    /// Any bytes at all: no panic, and at most one finger, in twelve bits.
    #[test]
    fn anything(block: [u8; 9]) {
        match ours(Some(block)) {
            Ok(Report::Contacts(contacts)) => {
                prop_assert!(contacts.len() <= 1);
                prop_assert!(contacts.iter().all(|c| c.x < 4_096 && c.y < 4_096));
            }
            Ok(Report::Overfull { announced }) => prop_assert_eq!(announced, block[2]),
            Err(Silent) => return Err(TestCaseError::fail("it answered")),
        }
    }
}

/// The reasons why the bus is tapped.
#[test]
fn what_the_crate_keeps_back() {
    assert_eq!(theirs(None), None, "a part that does not answer");
    assert!(ours(None).is_err());
    let mut block = [0xFF; 9];
    assert_eq!(theirs(Some(block)), None, "255 fingers");
    assert_eq!(
        ours(Some(block)).ok(),
        Some(Report::Overfull { announced: 255 })
    );
    block[2] = 5;
    assert_eq!(theirs(Some(block)), Some((0xFFF, 0xFFF, 3)), "five");
    assert_eq!(
        ours(Some(block)).ok(),
        Some(Report::Overfull { announced: 5 })
    );
}
