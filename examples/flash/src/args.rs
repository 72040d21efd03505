//! The command line.

use std::ffi::OsString;

use example_support::{Argument, Error, Program};

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
    example_support::parse(args, |options: &mut Options, name, value| {
        match name {
            "address" => options.address = address(value)?,
            "clock" => options.clock_hz = value.number(1..=u32::MAX)?,
            _ => return Err(value.unknown()),
        }
        Ok(())
    })
}

fn address(value: &mut Argument<'_>) -> Result<u32, Error> {
    let address: u32 = value.number(0..=0xFF_FFFF)?;
    if !address.is_multiple_of(SECTOR) {
        return Err(value.wrong(address, format_args!("not a multiple of {SECTOR}")));
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
