//! The part on its bus: bring-up and reading.

use class_touch::{Contacts, PanelSize, Report, TouchController};
use embedded_hal::i2c::{Error, ErrorKind, I2c};

use crate::{MAX_POINTS, OpenError, POINT, Status, decode};

/// What the part shall do.
const COMMAND: u16 = 0x8040;
/// `Command`: report places.
const READ_PLACES: u8 = 0x00;
/// `Product ID`, then firmware version, and width and height of the panel.
const PRODUCT_ID: u16 = 0x8140;
/// `Buffer status` and the number of points.
const STATUS: u16 = 0x814E;
/// The second point; the first lies behind the status.
const POINT_2: u16 = 0x8157;
/// What `Product ID` reads.
const ID: [u8; 4] = *b"911\0";
/// Points that are not read along with the status.
const MORE: usize = POINT * (MAX_POINTS as usize - 1);

/// The part's address, as its interrupt line was when reset ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Address {
    /// 0x5D: the line was low.
    IntLow = 0x5D,
    /// 0x14: the line was high.
    IntHigh = 0x14,
}

/// A GT911 that owns its place on a bus.
///
/// `I` is the whole bus or, where others share it, a device of
/// `embedded-hal-bus`.
#[derive(Debug)]
pub struct Gt911<I> {
    bus: I,
    address: Address,
    size: PanelSize,
    /// The fingers of the last report, for a reading without a new one.
    last: Contacts,
}

impl<I: I2c> Gt911<I> {
    /// Makes sure that the part is a GT911, and sets it to report places.
    ///
    /// Transactions: product id, version and size; the command; the cleared
    /// status.
    ///
    /// # Errors
    ///
    /// [`OpenError::Bus`] if the bus fails, [`OpenError::WrongId`] if the part
    /// is another one; the bus is dropped with the attempt.
    pub fn open(mut bus: I, address: Address) -> Result<Self, OpenError<I::Error>> {
        let size = identify(&mut bus, address)?;
        Self::start(bus, address, size)
    }

    /// As [`open`](Self::open), at whichever address the part is.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open): that of 0x14 if something answers there, or
    /// else that of 0x5D. A bus that fails otherwise than by a NACK at 0x5D is
    /// not tried again.
    pub fn find(mut bus: I) -> Result<Self, OpenError<I::Error>> {
        let first = match identify(&mut bus, Address::IntLow) {
            Ok(size) => return Self::start(bus, Address::IntLow, size),
            Err(error) => error,
        };
        let broken = matches!(first, OpenError::Bus(_)) && !is_absent(&first);
        if broken {
            return Err(first);
        }
        match identify(&mut bus, Address::IntHigh) {
            Ok(size) => Self::start(bus, Address::IntHigh, size),
            Err(second) if is_absent(&second) => Err(first),
            Err(second) => Err(second),
        }
    }

    /// Where the part is.
    pub const fn address(&self) -> Address {
        self.address
    }

    /// The range of the places, as the part's own configuration has it; 0 by 0
    /// in a part that was never configured.
    pub const fn size(&self) -> PanelSize {
        self.size
    }

    /// Gives the bus back. The part goes on scanning.
    pub fn release(self) -> I {
        self.bus
    }

    fn start(bus: I, address: Address, size: PanelSize) -> Result<Self, OpenError<I::Error>> {
        let last = Contacts::new();
        let mut part = Self {
            bus,
            address,
            size,
            last,
        };
        part.write(COMMAND, READ_PLACES)?;
        part.write(STATUS, 0)?;
        Ok(part)
    }

    fn write(&mut self, register: u16, value: u8) -> Result<(), I::Error> {
        let [high, low] = register.to_be_bytes();
        self.bus.write(self.address as u8, &[high, low, value])
    }

    /// The points of a report, of which the first has been read.
    fn points(&mut self, count: u8, first: &[u8; POINT]) -> Result<Contacts, I::Error> {
        let mut more = [0; MORE];
        let wanted = usize::from(count.saturating_sub(1)) * POINT;
        let more = more.get_mut(..wanted).unwrap_or_default();
        if !more.is_empty() {
            let register = POINT_2.to_be_bytes();
            self.bus.write_read(self.address as u8, &register, more)?;
        }
        let (more, _) = more.as_chunks();
        let mut contacts = Contacts::new();
        for point in [first].into_iter().take(count.into()).chain(more) {
            // Five always fit.
            let _fits = contacts.push(decode(point));
        }
        Ok(contacts)
    }
}

/// Before anything is written: the address may belong to another part.
fn identify<I: I2c>(bus: &mut I, address: Address) -> Result<PanelSize, OpenError<I::Error>> {
    let mut registers = [0; 10];
    bus.write_read(address as u8, &PRODUCT_ID.to_be_bytes(), &mut registers)?;
    let [
        a,
        b,
        c,
        d,
        _version_low,
        _version_high,
        width @ ..,
        y_low,
        y_high,
    ] = registers;
    let found = [a, b, c, d];
    if found != ID {
        return Err(OpenError::WrongId { found });
    }
    Ok(PanelSize {
        width: u16::from_le_bytes(width),
        height: u16::from_le_bytes([y_low, y_high]),
    })
}

fn is_absent<E: Error>(error: &OpenError<E>) -> bool {
    matches!(error, OpenError::Bus(error) if matches!(error.kind(), ErrorKind::NoAcknowledge(_)))
}

impl<I: I2c> TouchController for Gt911<I> {
    type Error = I::Error;

    /// Reads status and first point, the others if there are some, and clears
    /// the status: with one finger about 0.4 ms of bus time at 400 kHz, with
    /// five 1.3 ms.
    fn read(&mut self) -> Result<Report, I::Error> {
        let mut block = [0; 1 + POINT];
        self.bus
            .write_read(self.address as u8, &STATUS.to_be_bytes(), &mut block)?;
        let [status, first @ ..] = block;
        let report = match Status::decode(status) {
            Status::NotReady => return Ok(Report::Contacts(self.last.clone())),
            Status::Impossible => Report::Overfull { announced: status },
            Status::Points(count) => Report::Contacts(self.points(count, &first)?),
        };
        self.write(STATUS, 0)?;
        if let Report::Contacts(contacts) = &report {
            self.last.clone_from(contacts);
        }
        Ok(report)
    }
}
