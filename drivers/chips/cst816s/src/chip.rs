//! The part on its bus: bring-up and reading.

use class_touch::{Contact, Contacts, Phase, Report, TouchController};
use cst816s::{CST816S, TouchEvent};
use embedded_hal::delay::DelayNs;
use embedded_hal::digital::StatefulOutputPin;
use embedded_hal::i2c::I2c;

use crate::OpenError;
use crate::tap::{NoPin, Tap};

/// The part's one address.
const ADDRESS: u8 = 0x15;
/// `ChipID`: which part of the family it is.
const CHIP_ID: u8 = 0xA7;
/// `IrqCtl`: what the interrupt line falls for.
const IRQ_CTL: u8 = 0xFA;
/// `EnTouch` and `EnChange`: while touched, and when that changes.
const TOUCH_AND_CHANGE: u8 = 0x60;
/// `DisAutoSleep`: whether the part stays awake.
const DIS_AUTO_SLEEP: u8 = 0xFE;

/// What `ChipID` reads: CST816S, CST816T, CST816D and CST820.
pub const PARTS: [u8; 4] = [0xB4, 0xB5, 0xB6, 0xB7];

/// What bring-up sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Config {
    /// Whether the part may fall asleep when it is not touched. It draws less
    /// current then, and answers nothing until it is touched.
    pub auto_sleep: bool,
}

/// A CST816S that owns its place on a bus, and its reset pin.
///
/// `I` is the whole bus or, where others share it, a device of
/// `embedded-hal-bus`.
#[derive(Debug)]
pub struct Cst816s<I, R> {
    bus: I,
    reset: R,
}

impl<I: I2c, R: StatefulOutputPin> Cst816s<I, R> {
    /// Resets the part, in 420 ms, makes sure that it is a CST816S, and sets
    /// it to work.
    ///
    /// Transactions: the id, the interrupt, the sleep.
    ///
    /// # Errors
    ///
    /// [`OpenError::Pin`] and [`OpenError::Bus`] if pin or bus fails,
    /// [`OpenError::WrongId`] if the part is another one; both are dropped
    /// with the attempt.
    pub fn open(
        bus: I,
        reset: R,
        delay: impl DelayNs,
        config: Config,
    ) -> Result<Self, OpenError<I::Error, R::Error>> {
        let mut part = Self { bus, reset };
        part.reset(delay).map_err(OpenError::Pin)?;
        part.identify()?;
        part.configure(config).map_err(OpenError::Bus)?;
        Ok(part)
    }

    /// Gives bus and pin back. The part goes on scanning.
    pub fn release(self) -> (I, R) {
        (self.bus, self.reset)
    }

    fn reset(&mut self, mut delay: impl DelayNs) -> Result<(), R::Error> {
        let mut tap = Tap::new(&mut self.bus);
        let done = CST816S::new(&mut tap, NoPin, &mut self.reset).setup(&mut delay);
        match done {
            Err(cst816s::Error::Pin(error)) => Err(error),
            // The crate speaks to nothing but the pin there.
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Before anything is written: the address may belong to another part.
    fn identify(&mut self) -> Result<(), OpenError<I::Error, R::Error>> {
        let mut id = [0];
        let read = self.bus.write_read(ADDRESS, &[CHIP_ID], &mut id);
        read.map_err(OpenError::Bus)?;
        let [found] = id;
        if PARTS.contains(&found) {
            Ok(())
        } else {
            Err(OpenError::WrongId { found })
        }
    }

    fn configure(&mut self, config: Config) -> Result<(), I::Error> {
        let awake = u8::from(!config.auto_sleep);
        self.bus.write(ADDRESS, &[IRQ_CTL, TOUCH_AND_CHANGE])?;
        self.bus.write(ADDRESS, &[DIS_AUTO_SLEEP, awake])
    }
}

impl<I: I2c, R> TouchController for Cst816s<I, R> {
    type Error = I::Error;

    /// One transaction of nine bytes: about 0.3 ms of bus time at 400 kHz.
    fn read(&mut self) -> Result<Report, I::Error> {
        let mut tap = Tap::new(&mut self.bus);
        let event = CST816S::new(&mut tap, NoPin, NoPin).read_one_touch_event(false);
        if let Some(error) = tap.failed {
            return Err(error);
        }
        if tap.fingers & 0x0F > 1 {
            let announced = tap.fingers;
            return Ok(Report::Overfull { announced });
        }
        let mut contacts = Contacts::new();
        if let Some(event) = event {
            // One always fits.
            let _fits = contacts.push(contact(&event));
        }
        Ok(Report::Contacts(contacts))
    }
}

/// The crate's numbers have twelve bits.
fn contact(event: &TouchEvent) -> Contact {
    let place = |axis| u16::try_from(axis).unwrap_or(u16::MAX);
    Contact {
        id: 0,
        x: place(event.x),
        y: place(event.y),
        pressure: 0,
        phase: match event.action {
            0 => Phase::Down,
            1 => Phase::Up,
            2 => Phase::Moved,
            _ => Phase::Held,
        },
    }
}
