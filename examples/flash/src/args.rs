//! The command line.

use std::ffi::OsString;

use example_support::{Error, Program, number, usage};
use lexopt::{Arg, Parser};

use crate::SECTOR;

/// What the program says of itself.
pub(crate) const PROGRAM: Program = Program {
    name: "flash",
    usage: "\
Usage: flash [--address N] [--clock HZ]
--help says more.
",
    help: "\
Erases a sector of an SPI NOR flash, programs it, reads it back, and compares.

Usage: flash [OPTIONS]

Options:
      --address N  The sector's first byte, a multiple of 4096 [default: 0]
      --clock HZ   The bus's clock, at most [default: 8000000]
  -h, --help       Print this

What the sector held before is lost.

Exit status: 0 if every byte came back as it was programmed; 1 if not, or if
something failed; 2 if the command line is wrong.
",
};

/// What the command line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The sector's first byte: a multiple of [`SECTOR`], of 24 bits.
    pub address: u32,
    /// The clock, at most, in Hz.
    pub clock_hz: u32,
}

impl Default for Options {
    /// The first sector, at 8 MHz.
    fn default() -> Self {
        Self {
            address: 0,
            clock_hz: 8_000_000,
        }
    }
}

/// Reads the arguments after the program's name; `None` asks for help.
pub(crate) fn parse(args: Vec<OsString>) -> Result<Option<Options>, Error> {
    let mut options = Options::default();
    let mut parser = Parser::from_args(args);
    while let Some(arg) = parser.next().map_err(usage)? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            Arg::Long("address") => options.address = address(&mut parser)?,
            Arg::Long("clock") => {
                options.clock_hz = number(&mut parser, "--clock", 1..=u32::MAX)?;
            }
            other => return Err(usage(other.unexpected())),
        }
    }
    Ok(Some(options))
}

fn address(parser: &mut Parser) -> Result<u32, Error> {
    let address = number(parser, "--address", 0..=0xFF_FFFF)?;
    if !address.is_multiple_of(SECTOR) {
        return Err(Error::Usage(format!(
            "--address {address}: not a multiple of {SECTOR}"
        )));
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Option<Options>, Error> {
        parse(line.split_whitespace().map(OsString::from).collect())
    }

    #[test]
    fn every_option_reaches_its_place() {
        assert_eq!(parsed("").ok(), Some(Some(Options::default())));
        let expected = Options {
            address: 8192,
            clock_hz: 1_000,
        };
        let both = parsed("--address 8192 --clock=1000");
        assert_eq!(both.ok().flatten(), Some(expected));
        assert_eq!(parsed("--clock 5 -h").ok(), Some(None));
    }

    #[test]
    fn what_makes_no_sense_is_a_usage_error() {
        for line in [
            "--fast",
            "file",
            "--address",
            "--address 100",
            "--address 16777216",
            "--address x",
            "--clock 0",
            "--clock -1",
        ] {
            assert!(matches!(parsed(line), Err(Error::Usage(_))), "{line}");
        }
    }
}
