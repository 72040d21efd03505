//! The part on its bus: bring-up and reading.

use class_touch::{Report, TouchController};
use embedded_hal::i2c::I2c;
use ft6x36::Dimension;

use crate::{Block, OpenError};

/// The part's one address.
const ADDRESS: u8 = 0x38;
/// First register of a report.
const DEV_MODE: u8 = 0x00;
/// Which part of the family it is.
const ID_G_CIPHER: u8 = 0xA3;
/// How the interrupt line tells of reports.
const ID_G_MODE: u8 = 0xA4;
/// The interrupt line falls once for every report.
const TRIGGER: u8 = 0x01;
/// Registers from `ID_G_CIPHER` to `ID_G_FOCALTECH_ID` (0xA8), both included.
const IDS: usize = 6;
/// The maker, in `ID_G_FOCALTECH_ID`.
const FOCALTECH: u8 = 0x11;
/// FT6206, FT6236 and FT6336, FT6236U and FT6336U, in `ID_G_CIPHER`.
const PARTS: [u8; 3] = [0x06, 0x36, 0x64];

/// What bring-up sets. `None` leaves what the panel's maker has set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Config {
    /// `ID_G_THGROUP` (0x80): how strong a touch must be; less is more
    /// sensitive.
    pub threshold: Option<u8>,
    /// `ID_G_PERIODACTIVE` (0x88): how often it reports while touched; the
    /// part's own units.
    pub period_active: Option<u8>,
}

/// An FT6x36 that owns its place on a bus.
///
/// `I` is the whole bus or, where others share it, a device of
/// `embedded-hal-bus`.
#[derive(Debug)]
pub struct Ft6x36<I> {
    bus: I,
}

impl<I: I2c> Ft6x36<I> {
    /// Makes sure that the part is an FT6x36, and sets it to work: it stays
    /// active while untouched, and its interrupt line falls once a report.
    ///
    /// Transactions: the ids, the published crate's `init` (two), one for each
    /// setting in `config`, and the interrupt mode.
    ///
    /// # Errors
    ///
    /// [`OpenError::Bus`] if the bus fails, [`OpenError::WrongId`] if the part
    /// is another one; the bus is dropped with the attempt.
    pub fn open(bus: I, config: Config) -> Result<Self, OpenError<I::Error>> {
        let mut part = Self { bus };
        part.identify()?;
        part.configure(config)?;
        Ok(part)
    }

    /// Gives the bus back. The part goes on scanning.
    pub fn release(self) -> I {
        self.bus
    }

    /// Before anything is written: the address may belong to another part.
    fn identify(&mut self) -> Result<(), OpenError<I::Error>> {
        let mut ids = [0; IDS];
        self.bus.write_read(ADDRESS, &[ID_G_CIPHER], &mut ids)?;
        let [cipher, .., focaltech] = ids;
        if PARTS.contains(&cipher) && focaltech == FOCALTECH {
            Ok(())
        } else {
            Err(OpenError::WrongId { cipher, focaltech })
        }
    }

    fn configure(&mut self, config: Config) -> Result<(), I::Error> {
        // The dimension serves the crate's own rotation, which is not used.
        let mut part = ft6x36::Ft6x36::new(&mut self.bus, Dimension(0, 0));
        part.init()?;
        if let Some(threshold) = config.threshold {
            part.set_touch_threshold(threshold)?;
        }
        if let Some(period) = config.period_active {
            part.set_period_active(period)?;
        }
        self.bus.write(ADDRESS, &[ID_G_MODE, TRIGGER])
    }
}

impl<I: I2c> TouchController for Ft6x36<I> {
    type Error = I::Error;

    /// Reads DEV_MODE to P2_MISC in one transaction of 15 bytes: about 0.4 ms
    /// of bus time at 400 kHz.
    fn read(&mut self) -> Result<Report, I::Error> {
        let mut block = [0; Block::LEN];
        self.bus.write_read(ADDRESS, &[DEV_MODE], &mut block)?;
        Ok(Block(block).decode())
    }
}
