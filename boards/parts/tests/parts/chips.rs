//! Parts of no make, and who listens to them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use board_support::{Device, I2cWires, Pin};
use class_touch::{
    Contact, Contacts, Doorbell, PanelSize, Phase, Report, TouchController, TouchError, TouchEvent,
    TouchKind,
};
use embedded_hal::i2c::{Error, I2c};

use crate::world::with;

pub(crate) const BUS: I2cWires = I2cWires {
    controller: 0,
    sda: Pin::gpio(21),
    scl: Pin::gpio(22),
    hz: 400_000,
};

/// The touch panel's line.
pub(crate) const IRQ: Pin = Pin::gpio(39);

pub(crate) const SIZE: PanelSize = PanelSize {
    width: 200,
    height: 200,
};

pub(crate) const TOUCHY: Device = Device::new("touchy", 0x38);

/// A touch controller with a register for the number of fingers, and then x
/// and y of each.
#[derive(Debug)]
pub(crate) struct Touchy<I>(I);

impl<I: I2c> Touchy<I> {
    pub(crate) fn open(mut bus: I) -> Result<Self, TouchError> {
        let mut id = [0];
        let read = bus.write_read(0x38, &[0xFF], &mut id);
        read.map_err(|error| TouchError::Bus(error.kind()))?;
        match id {
            [0x77] => Ok(Self(bus)),
            [other] => Err(TouchError::WrongPart {
                expected: "touchy",
                found: other.into(),
            }),
        }
    }
}

impl<I: I2c> TouchController for Touchy<I> {
    type Error = I::Error;

    fn read(&mut self) -> Result<Report, I::Error> {
        let mut registers = [0; 21];
        self.0.write_read(0x38, &[0], &mut registers)?;
        let [count, places @ ..] = registers;
        let fingers = places.chunks_exact(2).zip(0..).take(count.into());
        let contact = |(place, id): (&[u8], u8)| Contact {
            id,
            x: place[0].into(),
            y: place[1].into(),
            pressure: 0,
            phase: Phase::Unknown,
        };
        Ok(Report::Contacts(fingers.map(contact).collect::<Contacts>()))
    }
}

/// Solders the touch controller in.
pub(crate) fn power_on() {
    with(|world| {
        let mut registers = [0; 256];
        registers[0xFF] = 0x77;
        world.parts.insert(0x38, registers);
    });
}

/// Puts fingers on the glass, and says nothing to anyone.
pub(crate) fn fingers(places: &[(u8, u8)]) {
    with(|world| {
        let registers = world.parts.get_mut(&0x38).expect("it is soldered in");
        registers[0] = places.len() as u8;
        for (nth, (x, y)) in places.iter().enumerate() {
            registers[1 + 2 * nth..][..2].copy_from_slice(&[*x, *y]);
        }
    });
}

/// Transactions on the bus, and an empty log.
pub(crate) fn transactions() -> usize {
    with(|world| std::mem::take(&mut world.log)).len()
}

/// Counts how often it is rung.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bell(Arc<AtomicU32>);

impl Bell {
    /// Rings since it was asked last.
    pub(crate) fn rings(&self) -> u32 {
        self.0.swap(0, Ordering::Relaxed)
    }

    /// Whether somebody else has it, too.
    pub(crate) fn is_hung(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }
}

impl Doorbell for Bell {
    fn ring(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// An event to compare with.
pub(crate) const fn event(time_us: u64, kind: TouchKind, x: u16, y: u16) -> TouchEvent {
    TouchEvent::new(time_us, kind, 0, x, y)
}
