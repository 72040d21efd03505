//! The program around the flash.

use std::io;
use std::process::ExitCode;

use board_support::HasSpi;
use example_support::{Error, Process, Progress, line, say};

use crate::args::{self, PROGRAM};
use crate::{Flash, Identity, Options, PAGE, SECTOR, pattern};

/// What came of a sector that was erased, programmed and read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// What the flash says it is.
    pub identity: Identity,
    /// How often its status was asked for.
    pub polls: usize,
    /// The most reads that were under way at once.
    pub deepest: usize,
    /// Transactions that the port was given, and how many of them failed.
    pub transactions: [u64; 2],
}

/// The program: reads the command line, and does what it asks for with the
/// flash of the board `B`.
pub fn main<B: HasSpi>() -> ExitCode {
    PROGRAM.main(args::parse, |options| {
        let report = exercise::<B>(&options, &mut Progress::new())?;
        say(
            &mut io::stdout().lock(),
            summary(B::NAME, &options, &report),
        )
    })
}

/// Erases a sector, programs it, reads it back and compares.
///
/// # Errors
///
/// [`Error::OtherPart`] with the JEDEC id of a flash of another make,
/// [`Error::Flawed`] if a byte is not as it should be, and what the flash and
/// the port say.
pub fn exercise<B: HasSpi>(options: &Options, progress: &mut Progress) -> Result<Report, Error> {
    let mut process = Process::new();
    let mut flash = Flash::open::<B>(&mut process, options.clock_hz)?;
    let identity = flash.identity(&mut process)?;
    fits(identity, options.address)?;
    let bytes = pattern(options.address, SECTOR as usize);
    progress.show("erasing");
    flash.erase(&mut process, options.address)?;
    progress.show("reading what was erased");
    let erased = flash.read(&mut process, options.address, bytes.len())?;
    same("erased", options.address, &vec![0xFF; bytes.len()], &erased)?;
    progress.show("programming");
    flash.program(&mut process, options.address, &bytes)?;
    progress.show("reading what was programmed");
    let read = flash.read(&mut process, options.address, bytes.len())?;
    same("programmed", options.address, &bytes, &read)?;
    let report = Report {
        identity,
        polls: flash.polls(),
        deepest: flash.deepest(),
        transactions: flash.counts(&mut process)?.all(["submitted", "failed"])?,
    };
    flash.close(&mut process)?;
    Ok(report)
}

/// Whether there is a flash that is known, and the sector on it.
fn fits(identity: Identity, address: u32) -> Result<(), Error> {
    if !identity.is_present() {
        return Err(Error::Flawed(format!("no flash answers: {identity}")));
    }
    if !identity.is_known() {
        let found = identity.to_string();
        return Err(Error::OtherPart {
            part: "flash",
            found,
        });
    }
    match identity.capacity() {
        Some(bytes) if address >= bytes => Err(Error::Input(format!(
            "--address {address}: the flash holds {bytes} bytes"
        ))),
        _ => Ok(()),
    }
}

/// Whether what was read is what it should be.
fn same(what: &str, address: u32, expected: &[u8], read: &[u8]) -> Result<(), Error> {
    let wrong = |(at, (expected, read))| {
        let at = address as usize + at;
        Error::Flawed(format!(
            "{at:#08x} was {what} to {expected:02X} and reads {read:02X}"
        ))
    };
    let mut pairs = expected.iter().zip(read).enumerate();
    let first = pairs.find(|(_, (expected, read))| expected != read);
    if expected.len() != read.len() {
        let (expected, read) = (expected.len(), read.len());
        return Err(Error::Flawed(format!("{read} bytes read, of {expected}")));
    }
    first.map(wrong).map_or(Ok(()), Err)
}

fn summary(board: &str, options: &Options, report: &Report) -> String {
    let address = options.address;
    let pages = SECTOR / PAGE;
    let [transactions, failed] = report.transactions;
    let (deepest, polls) = (report.deepest, report.polls);
    [
        line("flash", format!("{}, on board {board}", report.identity)),
        line("erase", format!("{SECTOR} bytes at {address:#08x}")),
        line(
            "program",
            format!("{pages} pages of {PAGE} bytes, {polls} polls"),
        ),
        line(
            "read",
            format!("{SECTOR} bytes, at most {deepest} transactions under way"),
        ),
        line(
            "ring",
            format!("{transactions} transactions, {failed} failed"),
        ),
        line("exact", "yes"),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_differs_is_named() {
        assert!(same("erased", 0, &[1, 2], &[1, 2]).is_ok());
        let wrong = same("programmed", 4096, &[1, 2, 3], &[1, 2, 7]);
        let said = wrong.expect_err("differs").to_string();
        assert_eq!(said, "0x001002 was programmed to 03 and reads 07");
        let short = same("erased", 0, &[1, 2], &[1]).expect_err("short");
        assert_eq!(short.to_string(), "1 bytes read, of 2");
    }

    #[test]
    fn a_sector_beyond_the_flash_is_refused() {
        let mib = Identity([0xEF, 0x40, 0x14]);
        assert!(fits(mib, 0x0F_F000).is_ok());
        let beyond = fits(mib, 0x10_0000).expect_err("beyond");
        assert_eq!(
            beyond.to_string(),
            "--address 1048576: the flash holds 1048576 bytes"
        );
        assert!(fits(Identity([0xFF; 3]), 0).is_err());
    }

    #[test]
    fn a_flash_of_another_make_is_named_before_anything_is_erased() {
        let other = fits(Identity([0x20, 0x20, 0x14]), 0).expect_err("another make");
        assert!(matches!(&other, Error::OtherPart { part: "flash", .. }));
        let said = "another flash than this program knows: 20 20 14: Micron, 1 MiB";
        assert_eq!(other.to_string(), said);
    }
}
