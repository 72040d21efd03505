//! The command line.

use std::ffi::OsString;

use example_support::{Error, Program};

/// What the program says of itself.
pub(crate) const PROGRAM: Program = Program {
    name: "stream",
    usage: "\
Usage: stream [--blocks N] [--rate HZ] [--keep N]
--help says more.
",
    help: "\
Streams samples of an ADC to Erlang processes, a block at a time, without a
copy: one process checks blocks and lets go of them, one keeps some for ever,
and at last nobody takes any.

Usage: stream [OPTIONS]

Options:
      --blocks N  Blocks in each of the runs, 1 to 1000000 [default: 200]
      --rate HZ   Samples in a second, 1000 to 100000000; a block has 508
                  [default: 192000]
      --keep N    Blocks that are kept for ever, 0 to 7 of 8 [default: 3]
  -h, --help      Print this

Exit status: 0 if every sample was right and every block is accounted for;
1 if not; 2 if the command line is wrong.
",
};

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Blocks in each run.
    pub blocks: u32,
    /// Samples in a second.
    pub rate_hz: u32,
    /// Blocks that one process keeps.
    pub keep: u32,
}

impl Default for Options {
    /// Without any option.
    fn default() -> Self {
        Self {
            blocks: 200,
            rate_hz: 192_000,
            keep: 3,
        }
    }
}

/// Reads the arguments after the program's name; `None` asks for help.
pub(crate) fn parse(args: Vec<OsString>) -> Result<Option<Options>, Error> {
    example_support::parse(args, |options: &mut Options, name, value| {
        match name {
            "blocks" => options.blocks = value.number(1..=1_000_000)?,
            "rate" => options.rate_hz = value.number(1_000..=100_000_000)?,
            "keep" => options.keep = value.number(0..=7)?,
            _ => return Err(value.unknown()),
        }
        Ok(())
    })
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
            blocks: 7,
            rate_hz: 8_000,
            keep: 0,
        };
        let all = parsed("--blocks 7 --rate=8000 --keep 0");
        assert_eq!(all.ok().flatten(), Some(expected));
        assert_eq!(parsed("--keep 1 -h").ok(), Some(None));
    }

    #[test]
    fn what_makes_no_sense_is_a_usage_error() {
        for line in [
            "--loud",
            "more",
            "--blocks",
            "--blocks 0",
            "--rate 999",
            "--keep 8",
            "--keep x",
        ] {
            assert!(matches!(parsed(line), Err(Error::Usage(_))), "{line}");
        }
    }
}
