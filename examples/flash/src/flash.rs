//! An SPI NOR flash, driven by a process through the SPI port.

use std::time::{Duration, Instant};

use avm_term::{PortId, Value};
use board_support::HasSpi;
use example_support::{Counts, Error, Process, command, options};
use port_spi::Spi;

use crate::Identity;
use crate::reading::Reading;

/// Bytes that one erase sets to FFh.
pub const SECTOR: u32 = 4096;
/// Bytes that one program can reach.
pub const PAGE: u32 = 256;

/// The instructions, by their names in the makers' data sheets.
mod instruction {
    pub(super) const PAGE_PROGRAM: u8 = 0x02;
    pub(super) const READ_DATA: u8 = 0x03;
    pub(super) const READ_STATUS: u8 = 0x05;
    pub(super) const WRITE_ENABLE: u8 = 0x06;
    pub(super) const SECTOR_ERASE: u8 = 0x20;
    pub(super) const JEDEC_ID: u8 = 0x9F;
    pub(super) const RELEASE_POWER_DOWN: u8 = 0xAB;
}

/// `BUSY` of the status register.
const BUSY: u8 = 0x01;

/// Status bytes read in one transaction: the flash repeats them, as of now,
/// for as long as it is selected.
const POLL: usize = 128;

/// How long an erase or a program may take: more than any data sheet says.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A flash behind the SPI port of a board. Addresses have 24 bits.
#[derive(Debug)]
pub struct Flash {
    port: PortId,
    /// Bytes that one transaction can write, and can read.
    longest: usize,
    /// Transactions that can be under way.
    limit: usize,
    /// The most that were under way.
    deepest: usize,
    polls: usize,
}

impl Flash {
    /// Opens the SPI port of the board `B`, with a clock of at most
    /// `clock_hz`, and wakes the flash.
    ///
    /// # Errors
    ///
    /// [`Error::Open`] with the port's reason, and those of
    /// [`transfer`](Self::transfer).
    pub fn open<B: HasSpi>(process: &mut Process, clock_hz: u32) -> Result<Self, Error> {
        let port = process.open::<Spi<B>>(&options([("clock_hz", clock_hz.into())]))?;
        let counts = process.stats(port)?;
        let [longest, limit] = counts.all(["max_transfer", "limit"])?;
        let mut flash = Self {
            port,
            longest: usize::try_from(longest).unwrap_or(usize::MAX),
            limit: usize::try_from(limit).unwrap_or(usize::MAX),
            deepest: 0,
            polls: 0,
        };
        flash.transfer(process, &[instruction::RELEASE_POWER_DOWN], 0)?;
        Ok(flash)
    }

    /// The port, to close it.
    #[must_use]
    pub fn port(&self) -> PortId {
        self.port
    }

    /// The most transactions that were under way at once.
    #[must_use]
    pub fn deepest(&self) -> usize {
        self.deepest
    }

    /// How often the status was asked for.
    #[must_use]
    pub fn polls(&self) -> usize {
        self.polls
    }

    /// The port's counts.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] if the port has none.
    pub fn counts(&self, process: &mut Process) -> Result<Counts, Error> {
        process.stats(self.port)
    }

    /// Closes the port.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] if it does not answer `ok`.
    pub fn close(self, process: &mut Process) -> Result<(), Error> {
        process.close(self.port)
    }

    /// Writes, then reads, and waits for it: `avm_spi:transfer/3`.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] with the port's reason.
    pub fn transfer(
        &mut self,
        process: &mut Process,
        write: &[u8],
        read: usize,
    ) -> Result<Vec<u8>, Error> {
        let request = transaction("transfer", write, read);
        match process.ask(self.port, &request)? {
            Value::Binary(bytes) if bytes.len() == read => Ok(bytes),
            other => Err(Error::Answer {
                request: "transfer".into(),
                answer: other,
            }),
        }
    }

    /// What the flash says it is.
    ///
    /// # Errors
    ///
    /// Those of [`transfer`](Self::transfer).
    pub fn identity(&mut self, process: &mut Process) -> Result<Identity, Error> {
        let bytes = self.transfer(process, &[instruction::JEDEC_ID], 3)?;
        let mut identity = [0; 3];
        identity.copy_from_slice(&bytes);
        Ok(Identity(identity))
    }

    /// Sets the sector at `address` to FFh.
    ///
    /// # Errors
    ///
    /// Those of [`transfer`](Self::transfer), and [`Error::Late`].
    pub fn erase(&mut self, process: &mut Process, address: u32) -> Result<(), Error> {
        self.transfer(process, &[instruction::WRITE_ENABLE], 0)?;
        self.transfer(process, &head(instruction::SECTOR_ERASE, address), 0)?;
        self.wait_ready(process)
    }

    /// Programs bytes that were erased before, page by page.
    ///
    /// # Errors
    ///
    /// Those of [`transfer`](Self::transfer), and [`Error::Late`].
    pub fn program(
        &mut self,
        process: &mut Process,
        address: u32,
        bytes: &[u8],
    ) -> Result<(), Error> {
        let room = self.longest.saturating_sub(4);
        for part in parts(address, bytes.len(), room.min(PAGE as usize)) {
            let mut write = head(instruction::PAGE_PROGRAM, part.address).to_vec();
            write.extend(bytes.iter().skip(part.start).take(part.bytes));
            self.transfer(process, &[instruction::WRITE_ENABLE], 0)?;
            self.transfer(process, &write, 0)?;
            self.wait_ready(process)?;
        }
        Ok(())
    }

    fn wait_ready(&mut self, process: &mut Process) -> Result<(), Error> {
        let deadline = Instant::now() + PATIENCE;
        let read = POLL.min(self.longest);
        loop {
            self.polls += 1;
            let status = self.transfer(process, &[instruction::READ_STATUS], read)?;
            if status.last().is_some_and(|status| status & BUSY == 0) {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(Error::Late("the end of an erase or a program"));
            }
        }
    }

    /// Reads, with as many transactions under way as there can be:
    /// `avm_spi:submit/3`, and a message for each.
    ///
    /// # Errors
    ///
    /// [`Error::Answer`] and [`Error::Message`] if the port does not keep its
    /// promises, and [`Error::Late`].
    pub fn read(
        &mut self,
        process: &mut Process,
        address: u32,
        bytes: usize,
    ) -> Result<Vec<u8>, Error> {
        let parts = parts(address, bytes, self.longest.min(PAGE as usize));
        let mut reading = Reading::new(self.port, process.name(self.port));
        for part in parts {
            while reading.under_way() >= self.limit {
                reading.take(process)?;
            }
            let head = head(instruction::READ_DATA, part.address);
            reading.submit(process, &transaction("submit", &head, part.bytes))?;
            self.deepest = self.deepest.max(reading.under_way());
        }
        while reading.under_way() > 0 {
            reading.take(process)?;
        }
        Ok(reading.into_bytes())
    }
}

/// `{Command, #{write => Binary, read => N}}`
fn transaction(name: &str, write: &[u8], read: usize) -> Value {
    let read = Value::Integer(read as i128);
    command(name, [("write", Value::binary(write)), ("read", read)])
}

/// An instruction and its address, the highest byte first.
fn head(instruction: u8, address: u32) -> [u8; 4] {
    let [_, high, middle, low] = address.to_be_bytes();
    [instruction, high, middle, low]
}

/// A part of a range that lies within one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    address: u32,
    /// From the range's beginning.
    start: usize,
    bytes: usize,
}

/// Takes a range apart at the ends of pages, and where a part gets longer than
/// `longest`, which is at least 1.
fn parts(address: u32, bytes: usize, longest: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut start, mut address) = (0, address);
    while start < bytes {
        let in_page = (PAGE - address % PAGE) as usize;
        let part = in_page.min(longest.max(1)).min(bytes - start);
        parts.push(Part {
            address,
            start,
            bytes: part,
        });
        start += part;
        address = address.wrapping_add(part as u32);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_end_with_their_page() {
        let short = |address, bytes, longest| -> Vec<(u32, usize, usize)> {
            let parts = parts(address, bytes, longest);
            parts
                .iter()
                .map(|p| (p.address, p.start, p.bytes))
                .collect()
        };
        assert_eq!(
            short(250, 300, 256),
            [(250, 0, 6), (256, 6, 256), (512, 262, 38)]
        );
        assert_eq!(short(0, 5, 2), [(0, 0, 2), (2, 2, 2), (4, 4, 1)]);
        assert_eq!(short(7, 0, 256), []);
    }

    #[test]
    fn an_address_is_sent_from_its_high_byte() {
        assert_eq!(head(0x20, 0x0F_A0_01), [0x20, 0x0F, 0xA0, 0x01]);
    }
}
