//! A model of the part and its switches: noise, faults, and the sampler.

use std::cell::RefCell;
use std::rc::Rc;

use chip_testing::SPI_KINDS;
use chip_xpt2046::{Calibration, Error, Panel, Xpt2046, median};
use class_touch::{PanelSize, Report, Sampler, TouchController, TouchKind};
use embedded_hal::spi::{ErrorKind, ErrorType, Operation, SpiDevice};
use proptest::prelude::*;

/// A finger: x, y, and the resistance of its touch in ohms.
type Finger = Option<(u16, u16, u16)>;

/// The converter on a plate of 400 ohms. Every conversion differs from the
/// truth by the next number of `noise`; the first after a switch is wild.
#[derive(Default)]
struct Part {
    finger: Finger,
    noise: Vec<i16>,
    conversions: usize,
    closed: u8,
    power: u8,
    fault: Option<ErrorKind>,
}

impl Part {
    fn convert(&mut self, control: u8) -> u16 {
        assert_eq!(control & 0x8C, 0x80, "twelve bits, differential");
        let input = control >> 4 & 7;
        let settled = self.closed == input;
        (self.closed, self.power) = (input, control & 3);
        let noise = self.noise.get(self.conversions).copied().unwrap_or(0);
        self.conversions += 1;
        let Some((x, y, ohms)) = self.finger else {
            return if input == 3 { 0 } else { 4_095 };
        };
        // Whatever it is, Z2 follows from it, the place and the resistance.
        let z1 = 400;
        let truth = match input {
            1 if settled => u32::from(y),
            5 if settled => u32::from(x),
            1 | 5 => 1_234,
            3 => z1,
            4 => z1 + z1 * u32::from(ohms) * 4_096 / (400 * u32::from(x).max(1)),
            _ => panic!("input {input} is not the panel's"),
        };
        let noisy = truth as i32
            + if matches!(input, 1 | 5) {
                i32::from(noise)
            } else {
                0
            };
        noisy.clamp(0, 4_095) as u16
    }

    fn transfer(&mut self, bytes: &mut [u8]) {
        let mut shifted = 0_u16;
        for byte in bytes {
            let sent = *byte;
            *byte = (shifted >> 8) as u8;
            shifted <<= 8;
            if sent & 0x80 != 0 {
                shifted = self.convert(sent) << 3;
            }
        }
    }
}

#[derive(Clone, Default)]
struct Bus(Rc<RefCell<Part>>);

impl ErrorType for Bus {
    type Error = ErrorKind;
}

impl SpiDevice for Bus {
    fn transaction(&mut self, steps: &mut [Operation<'_, u8>]) -> Result<(), ErrorKind> {
        let mut part = self.0.borrow_mut();
        if let Some(fault) = part.fault.take() {
            return Err(fault);
        }
        part.conversions = 0;
        for step in steps {
            match step {
                Operation::TransferInPlace(bytes) => part.transfer(bytes),
                other => panic!("{other:?}"),
            }
        }
        Ok(())
    }
}

fn open(bus: &Bus) -> Xpt2046<Bus> {
    Xpt2046::open(bus.clone(), Panel::TYPICAL, Calibration::RAW).expect("it answers")
}

fn place(touch: &mut Xpt2046<Bus>) -> Option<(u16, u16, u8)> {
    match touch.read().expect("a report") {
        Report::Contacts(contacts) => contacts.first().map(|c| (c.x, c.y, c.pressure)),
        Report::Overfull { announced } => panic!("overfull: {announced}"),
    }
}

#[test]
fn every_error_of_the_bus_is_told_and_the_next_reading_works() {
    for kind in SPI_KINDS {
        let bus = Bus::default();
        bus.0.borrow_mut().fault = Some(kind);
        let refused = Xpt2046::open(bus.clone(), Panel::TYPICAL, Calibration::RAW);
        assert_eq!(refused.err(), Some(Error::Bus(kind)));
        let mut touch = open(&bus);
        bus.0.borrow_mut().fault = Some(kind);
        assert_eq!(touch.read(), Err(Error::Bus(kind)));
        assert_eq!(place(&mut touch), None);
    }
}

#[test]
fn every_reading_leaves_the_interrupt_line_on() {
    let bus = Bus::default();
    let mut touch = open(&bus);
    for finger in [None, Some((5, 5, 10))] {
        bus.0.borrow_mut().finger = finger;
        bus.0.borrow_mut().power = 3;
        place(&mut touch);
        assert_eq!(bus.0.borrow().power, 0);
    }
}

#[test]
fn a_finger_that_comes_moves_and_goes_is_three_events() {
    let bus = Bus::default();
    let mut touch = open(&bus);
    let mut sampler = Sampler::new(PanelSize {
        width: 4_096,
        height: 4_096,
    });
    let mut events = Vec::new();
    for finger in [None, Some((900, 800, 10)), Some((950, 800, 10)), None] {
        bus.0.borrow_mut().finger = finger;
        let Report::Contacts(contacts) = touch.read().expect("a report") else {
            panic!("overfull");
        };
        sampler.sample(0, &contacts, |event| {
            events.push((event.kind, event.x, event.y))
        });
    }
    let expected = [
        (TouchKind::Down, 900, 800),
        (TouchKind::Move, 950, 800),
        (TouchKind::Up, 950, 800),
    ];
    assert_eq!(events, expected);
}

#[test]
fn harder_is_more() {
    let bus = Bus::default();
    let mut touch = open(&bus);
    let mut pressures = Vec::new();
    for ohms in [0, 100, 500, 1_000, 1_400] {
        bus.0.borrow_mut().finger = Some((2_000, 2_000, ohms));
        pressures.push(place(&mut touch).expect("touched").2);
    }
    assert!(pressures.is_sorted_by(|a, b| a > b), "{pressures:?}");
    assert_eq!(pressures[0], 255);
}

proptest! {
    #[test]
    fn the_median_is_the_middle(five: [u16; 5]) {
        let mut sorted = five;
        sorted.sort_unstable();
        prop_assert_eq!(median(five), sorted[2]);
    }

    /// Two wild conversions of five, anywhere, change nothing.
    #[test]
    fn noise_that_strikes_twice(
        x in 0..4_096u16,
        y in 0..4_096u16,
        wild: [i16; 4],
        at in prop::sample::subsequence(vec![0, 1, 2, 3, 4], 2),
    ) {
        let bus = Bus::default();
        let mut touch = open(&bus);
        let mut noise = vec![0; 15];
        for (nth, place) in at.iter().enumerate() {
            noise[3 + place] = wild[nth];
            noise[9 + place] = wild[2 + nth];
        }
        *bus.0.borrow_mut() = Part { finger: Some((x, y, 0)), noise, ..Part::default() };
        prop_assert_eq!(place(&mut touch), Some((x, y, 255)));
    }

    /// Any bytes, panel and calibration at all: no panic, at most one contact.
    #[test]
    fn anything(
        bytes: [u8; 31],
        limits: [u16; 3],
        factors: [i32; 4],
        offsets: [i64; 2],
    ) {
        let [x_plate_ohms, max_ohms, min_z1] = limits;
        let panel = Panel { x_plate_ohms, max_ohms, min_z1 };
        let [xx, xy, yx, yy] = factors;
        let [x0, y0] = offsets;
        let calibration = Calibration { xx, xy, x0, yx, yy, y0 };
        if let Some(sample) = chip_xpt2046::Frame(bytes).decode() {
            let _pressure = sample.pressure(&panel);
            let _place = calibration.place(sample.x, sample.y);
            let _any = calibration.place(u16::MAX, u16::MAX);
        }
    }

    /// Three touches give back their own places, to the nearest.
    #[test]
    fn three_touches(
        raw in prop::array::uniform3((0..4_096u16, 0..4_096u16)),
        to in prop::array::uniform3((0..500u16, 0..500u16)),
    ) {
        let touches = [(raw[0], to[0]), (raw[1], to[1]), (raw[2], to[2])];
        let cross = |a: (u16, u16), b: (u16, u16), c: (u16, u16)| {
            (i64::from(b.0) - i64::from(a.0)) * (i64::from(c.1) - i64::from(a.1))
                - (i64::from(c.0) - i64::from(a.0)) * (i64::from(b.1) - i64::from(a.1))
        };
        let area = cross(raw[0], raw[1], raw[2]);
        match Calibration::from_touches(touches) {
            None => prop_assert!(area == 0 || area.abs() < 130),
            Some(calibration) => for ((x, y), place) in touches {
                prop_assert_eq!(calibration.place(x, y), place);
            }
        }
    }
    /// Any edges and size: no panic, and the edges are where they are said to be.
    #[test]
    fn edges(x: (u16, u16), y: (u16, u16), size: (u16, u16)) {
        let calibration = Calibration::from_edges(x, y, size);
        prop_assert_eq!(calibration.place(x.0, y.0), (0, 0));
    }
}
