//! Beside the published driver, on one model of the registers.

use std::cell::RefCell;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use chip_gt911::{Address, Gt911};
use class_touch::{PanelSize, Report, Sampler, TouchController, TouchKind};
use embedded_hal::i2c::{ErrorType, I2c, Operation};
use gt911::{Error, Gt911Blocking};
use proptest::prelude::*;

const BASE: usize = 0x8040;
const STATUS: usize = 0x814E - BASE;

/// The registers from 0x8040 on, as the bus leaves them.
#[derive(Clone)]
struct Part(Rc<RefCell<[u8; 0x140]>>);

impl Part {
    fn new() -> Self {
        let mut registers = [0xA5; 0x140];
        registers[0x8140 - BASE..][..4].copy_from_slice(b"911\0");
        Self(Rc::new(RefCell::new(registers)))
    }

    fn report(&self, bytes: &[u8]) {
        self.0.borrow_mut()[STATUS..][..bytes.len()].copy_from_slice(bytes);
    }

    fn registers(&self) -> [u8; 0x140] {
        *self.0.borrow()
    }
}

impl ErrorType for Part {
    type Error = Infallible;
}

impl I2c for Part {
    fn transaction(&mut self, address: u8, steps: &mut [Operation<'_>]) -> Result<(), Infallible> {
        assert_eq!(address, 0x5D);
        let mut registers = self.0.borrow_mut();
        let mut at = 0;
        for step in steps {
            match step {
                Operation::Write([high, low, values @ ..]) => {
                    at = usize::from(u16::from_be_bytes([*high, *low])) - BASE;
                    registers[at..][..values.len()].copy_from_slice(values);
                }
                Operation::Read(bytes) => bytes.copy_from_slice(&registers[at..][..bytes.len()]),
                other @ Operation::Write(_) => panic!("{other:?}"),
            }
        }
        Ok(())
    }
}

fn opened() -> (Part, Gt911<Part>) {
    let part = Part::new();
    let touch = Gt911::open(part.clone(), Address::IntLow).expect("bring-up");
    (part, touch)
}

#[test]
fn bring_up_leaves_the_same_registers() {
    let (ours, _touch) = opened();
    let mut theirs = Part::new();
    let published = Gt911Blocking::<Part>::default();
    assert!(published.init(&mut theirs).is_ok());
    assert_eq!(ours.registers(), theirs.registers());
}

proptest! {
    #[test]
    fn reports_of_five_points_at_most_are_the_same(mut bytes: [u8; 41], count in 0..=5u8, ready: bool) {
        bytes[0] = if ready { 0x80 | count } else { count };
        // The one difference: four bits of a track id count here.
        for point in bytes[1..].chunks_exact_mut(8) {
            point[0] &= 0x0F;
        }
        let (mut theirs, (ours, mut touch)) = (Part::new(), opened());
        theirs.report(&bytes);
        ours.report(&bytes);
        let published = Gt911Blocking::<Part>::default().get_multi_touch(&mut theirs);
        let Ok(Report::Contacts(contacts)) = touch.read() else {
            return Err(TestCaseError::fail("five points are not too many"));
        };
        match published {
            Ok(points) => {
                let points: Vec<_> = points.iter().map(|p| (p.track_id, p.x, p.y, p.area.min(255))).collect();
                let own: Vec<_> = contacts.iter().map(|c| (c.id, c.x, c.y, c.pressure.into())).collect();
                prop_assert_eq!(points, own);
            }
            Err(error) => {
                prop_assert!(matches!(error, Error::NotReady) && !ready);
                prop_assert!(contacts.is_empty());
            }
        }
        prop_assert_eq!(ours.registers()[STATUS], theirs.registers()[STATUS]);
    }

    /// Any registers at all: no panic, five points at most, and the part can
    /// report again.
    #[test]
    fn anything(bytes: [u8; 41]) {
        let (part, mut touch) = opened();
        part.report(&bytes);
        match touch.read() {
            Ok(Report::Contacts(contacts)) => prop_assert!(contacts.len() <= 5),
            Ok(Report::Overfull { announced }) => prop_assert_eq!(announced, bytes[0]),
            Err(never) => match never {},
        }
        prop_assert_eq!(part.registers()[STATUS] & 0x80, 0);
    }
}

/// The reason why the part is driven here.
#[test]
fn the_published_driver_panics_at_six_points() {
    let mut part = Part::new();
    part.report(&[0x86]);
    let published = Gt911Blocking::<Part>::default();
    let read = catch_unwind(AssertUnwindSafe(|| {
        published.get_multi_touch(&mut part).is_ok()
    }));
    assert!(read.is_err());
}

#[test]
fn two_fingers_through_the_sampler() {
    let (part, mut touch) = opened();
    let mut sampler = Sampler::new(PanelSize {
        width: 800,
        height: 480,
    });
    let mut events = Vec::new();
    let one = [0, 10, 0, 20, 0, 30, 0, 0];
    let two = [1, 40, 0, 50, 0, 30, 0, 0];
    let both = [&[0x82], &one[..], &two[..]].concat();
    let second = [&[0x81], &two[..]].concat();
    for report in [&both[..], &[0x00], &second, &[0x80]] {
        part.report(report);
        let Ok(Report::Contacts(contacts)) = touch.read() else {
            panic!("a report");
        };
        sampler.sample(0, &contacts, |event| {
            events.push((event.kind, event.id, event.x))
        });
    }
    let expected = [
        (TouchKind::Down, 0, 10),
        (TouchKind::Down, 1, 40),
        (TouchKind::Up, 0, 10),
        (TouchKind::Up, 1, 40),
    ];
    assert_eq!(events, expected);
}
