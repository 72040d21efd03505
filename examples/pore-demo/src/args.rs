//! The command line.

use std::ffi::OsString;

use example_support::{Error, parse};

/// What the program is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// MiB of the file that each process sends.
    pub mib: u64,
    /// Less of everything.
    pub short: bool,
    /// The name that the second process goes to; the first one, if `None`.
    pub second: Option<String>,
    /// Whether the second process was killed before.
    pub again: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mib: 8,
            short: false,
            second: None,
            again: false,
        }
    }
}

/// Printed where the command line is wrong.
pub const USAGE: &str = "\
usage: pore-demo [--mib N] [--short]
";

/// Printed for `--help`.
pub const HELP: &str = "\
Two processes that find each other by name and share pages.

usage: pore-demo [--mib N] [--short]

Starts itself a second time. Both exchange a file through a pore, at the same time both
ways, and compare checksums; they exchange messages to names through a straw, which is
another pore. Then the second process is killed, as kill -9 does; the first one is told,
goes on, starts it again, and asks again what was not answered. In the end it measures:

  throughput   64 KiB at a time, copied in and out
  round trip   64 bytes there and back, each side asleep until it is rung for
  16 bytes     messages one way, in batches, each made and looked at, and how often a doorbell
               was rung

The status is 0 if every byte, message and end was as it should be.

  --mib N      the files' size in MiB, 1 to 1024 (8)
  --short      less of everything

Of its own accord the program starts itself with --second NAME, and --again.
";

/// Reads the arguments after the program's name.
///
/// # Errors
///
/// What is wrong with them.
pub fn read(args: Vec<OsString>) -> Result<Option<Options>, Error> {
    parse(args, |options: &mut Options, name, value| {
        match name {
            "mib" => options.mib = value.number(1..=1024)?,
            "short" => options.short = true,
            "second" => options.second = Some(value.file()?.to_string_lossy().into_owned()),
            "again" => options.again = true,
            _ => return Err(value.unknown()),
        }
        Ok(())
    })
}
