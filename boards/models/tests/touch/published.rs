//! Published drivers on the same models read what drivers here read.

use std::convert::Infallible;

use board_models::{Cst816s, Ft6x36, Gt911, Gt911Address, SimI2c, TouchPart, Trace, Tt21100};
use class_touch::{Report, TouchController, TouchEvent};
use embedded_hal::digital;
use embedded_hal_02::blocking::i2c::{Write, WriteRead};
use embedded_hal_02::digital::v2::InputPin;

use crate::SIZE;

/// What the part can report of the built-in trace, thinned out.
fn rows(part: &impl TouchPart) -> Vec<TouchEvent> {
    part.recording(Trace::builtin().rows(), SIZE)
}

/// Where the fingers are, as drivers here say: number, x and y.
fn own<C: TouchController>(touch: &mut C) -> Vec<(u8, u16, u16)> {
    match touch.read() {
        Ok(Report::Contacts(contacts)) => contacts.iter().map(|c| (c.id, c.x, c.y)).collect(),
        _ => panic!("a report"),
    }
}

#[test]
fn gt911() {
    let part = || SimI2c::new(Gt911::new(SIZE, Gt911Address::IntLow), Vec::new());
    let (ours, mut theirs) = (part(), part());
    let mut touch = chip_gt911::Gt911::find(ours.clone()).expect("bring-up");
    let published = gt911::Gt911Blocking::<SimI2c<Gt911>>::default();
    assert!(published.init(&mut theirs).is_ok());
    for row in ours.part(|part| rows(part)) {
        ours.part(|part| part.finger(row));
        theirs.part(|part| part.finger(row));
        let points = published.get_multi_touch(&mut theirs).expect("a report");
        let points: Vec<_> = points.iter().map(|p| (p.track_id, p.x, p.y)).collect();
        assert_eq!(own(&mut touch), points);
        assert!(ours.part(|part| part.is_read()) && theirs.part(|part| part.is_read()));
    }
    for bus in [ours, theirs] {
        assert_eq!(
            bus.part(|part| board_models::Model::complaints(part).count()),
            0
        );
    }
}

#[test]
fn ft6x36() {
    let part = || SimI2c::new(Ft6x36::new(), Vec::new());
    let (ours, theirs) = (part(), part());
    let config = chip_ft6x36::Config::default();
    let mut touch = chip_ft6x36::Ft6x36::open(ours.clone(), config).expect("bring-up");
    let size = ft6x36::Dimension(SIZE.height, SIZE.width);
    let mut published = ft6x36::Ft6x36::new(theirs.clone(), size);
    assert!(published.init().is_ok());
    for row in ours.part(|part| rows(part)) {
        ours.part(|part| part.finger(row));
        theirs.part(|part| part.finger(row));
        let read = published.get_touch_event().expect("a report");
        let points = [read.p1, read.p2].into_iter().flatten();
        let points: Vec<_> = points.map(|point| (point.x, point.y)).collect();
        // It tells of the lifted one by its count, drivers here by its flag.
        let own: Vec<_> = own(&mut touch).iter().map(|(_, x, y)| (*x, *y)).collect();
        assert!(own.starts_with(&points), "{own:?} {points:?}");
    }
}

#[test]
fn cst816s() {
    let part = || SimI2c::new(Cst816s::new(), Vec::new());
    let theirs = part();
    let mut published = cst816s::CST816S::new(theirs.clone(), NoPin, NoPin);
    for row in theirs.part(|part| rows(part)) {
        theirs.part(|part| part.finger(row));
        let event = published.read_one_touch_event(false);
        let place = event.map(|event| (event.x, event.y));
        let expected = (row.kind != class_touch::TouchKind::Up).then_some((row.x, row.y));
        assert_eq!(place, expected.map(|(x, y)| (x.into(), y.into())));
    }
}

/// Pins that it wants and does not use here.
struct NoPin;

impl digital::ErrorType for NoPin {
    type Error = Infallible;
}

impl digital::InputPin for NoPin {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(false)
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(true)
    }
}

impl digital::OutputPin for NoPin {
    fn set_low(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl digital::StatefulOutputPin for NoPin {
    fn is_set_high(&mut self) -> Result<bool, Infallible> {
        Ok(true)
    }

    fn is_set_low(&mut self) -> Result<bool, Infallible> {
        Ok(false)
    }
}

/// A bus for a driver of the embedded-hal that is no more.
struct Older(SimI2c<Tt21100>);

impl Write for Older {
    type Error = embedded_hal::i2c::ErrorKind;

    fn write(&mut self, address: u8, bytes: &[u8]) -> Result<(), Self::Error> {
        embedded_hal::i2c::I2c::write(&mut self.0, address, bytes)
    }
}

impl WriteRead for Older {
    type Error = embedded_hal::i2c::ErrorKind;

    fn write_read(
        &mut self,
        address: u8,
        write: &[u8],
        read: &mut [u8],
    ) -> Result<(), Self::Error> {
        assert_eq!(write, [0; 0]);
        embedded_hal::i2c::I2c::read(&mut self.0, address, read)
    }
}

/// The interrupt line.
struct Line(SimI2c<Tt21100>);

impl InputPin for Line {
    type Error = Infallible;

    fn is_high(&self) -> Result<bool, Self::Error> {
        self.is_low().map(|low| !low)
    }

    fn is_low(&self) -> Result<bool, Self::Error> {
        Ok(self.0.part(|part| part.is_low()))
    }
}

#[test]
fn tt21100() {
    let part = || SimI2c::new(Tt21100::new(), Vec::new());
    let (ours, theirs) = (part(), part());
    let mut touch = chip_tt21100::Tt21100::open(ours.clone()).expect("bring-up");
    let older = Older(theirs.clone());
    let published = tt21100::TT21100::new(older, Line(theirs.clone()));
    let mut published = published.expect("bring-up");
    for row in ours.part(|part| rows(part)) {
        ours.part(|part| part.finger(row));
        theirs.part(|part| part.finger(row));
        let Ok(tt21100::Event::Touch { touches, .. }) = published.event() else {
            panic!("no touch report");
        };
        let points = [touches.0, touches.1].into_iter().flatten();
        let points: Vec<_> = points.map(|point| (point.x, point.y)).collect();
        let own: Vec<_> = own(&mut touch).iter().map(|(_, x, y)| (*x, *y)).collect();
        assert_eq!(own, points);
        assert!(ours.part(|part| part.is_read()));
    }
}
