//! The part on its bus: bring-up and reading.

use class_touch::{Contacts, Report, TouchController};
use embedded_hal::i2c::I2c;

use crate::{Error, Header, Length, MAX_POINTS, RECORD, decode};

/// The part's one address.
const ADDRESS: u8 = 0x24;
/// Bytes of the longest message.
const LONGEST: usize = Header::LEN + RECORD * MAX_POINTS as usize;
/// Messages that may wait from before.
const PENDING: u8 = 5;

/// A TT21100 that owns its place on a bus.
///
/// `I` is the whole bus or, where others share it, a device of
/// `embedded-hal-bus`.
#[derive(Debug)]
pub struct Tt21100<I> {
    bus: I,
    /// The fingers of the last report, for a reading without a new one.
    last: Contacts,
}

impl<I: I2c> Tt21100<I> {
    /// Makes sure that the part speaks as a TT21100, and takes what waits from
    /// before, five messages at most. The part has nothing to set, and nothing
    /// is written to it.
    ///
    /// # Errors
    ///
    /// [`Error::Bus`] if the bus fails; the others if another part answers. The
    /// bus is dropped with the attempt.
    pub fn open(bus: I) -> Result<Self, Error<I::Error>> {
        let last = Contacts::new();
        let mut part = Self { bus, last };
        for _ in 0..PENDING {
            if part.message()?.is_none() {
                break;
            }
        }
        // Whatever they said is over.
        part.last.clear();
        Ok(part)
    }

    /// Gives the bus back. The part goes on scanning.
    pub fn release(self) -> I {
        self.bus
    }

    /// Takes a message; `None` if none waits.
    fn message(&mut self) -> Result<Option<Report>, Error<I::Error>> {
        let mut bytes = [0; 2];
        self.bus.read(ADDRESS, &mut bytes)?;
        let found = u16::from_le_bytes(bytes);
        match Length::decode(found).ok_or(Error::Length { found })? {
            Length::Nothing => Ok(None),
            Length::Buttons => {
                let mut buttons = [0; Length::BUTTONS];
                self.bus.read(ADDRESS, &mut buttons)?;
                Ok(Some(Report::Contacts(self.last.clone())))
            }
            Length::Touch(announced) if announced > MAX_POINTS => {
                Ok(Some(Report::Overfull { announced }))
            }
            Length::Touch(_) => self.touch(found).map(Some),
        }
    }

    /// Takes a touch report of that length.
    fn touch(&mut self, length: u16) -> Result<Report, Error<I::Error>> {
        let mut bytes = [0; LONGEST];
        let message = bytes.get_mut(..length.into()).unwrap_or_default();
        self.bus.read(ADDRESS, message)?;
        let Some((header, records)) = message.split_first_chunk() else {
            return Err(Error::Length { found: length });
        };
        let header = Header(*header);
        if header.length() != length {
            let found = header.length();
            return Err(Error::Length { found });
        }
        if header.id() != Header::TOUCH {
            return Err(Error::NoTouchReport { id: header.id() });
        }
        Ok(self.fingers(header.fingers(), records.as_chunks().0))
    }

    fn fingers(&mut self, count: u8, records: &[[u8; RECORD]]) -> Report {
        if usize::from(count) > records.len() {
            return Report::Overfull { announced: count };
        }
        self.last.clear();
        for record in records.iter().take(count.into()) {
            // Ten always fit.
            let _fits = self.last.push(decode(record));
        }
        Report::Contacts(self.last.clone())
    }
}

impl<I: I2c> TouchController for Tt21100<I> {
    type Error = Error<I::Error>;

    /// Reads the length, then the message: with one finger about 0.5 ms of bus
    /// time at 400 kHz, with ten 2.6 ms.
    fn read(&mut self) -> Result<Report, Self::Error> {
        let message = self.message()?;
        Ok(message.unwrap_or_else(|| Report::Contacts(self.last.clone())))
    }
}
