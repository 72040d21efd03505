//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use example_support::Program;

use crate::Error;

/// What the program says of itself.
pub(crate) const PROGRAM: Program = Program {
    name: "touch-trace",
    usage: "\
Usage: touch-trace [--trace FILE] [--out FILE] [--speed X] [--overload]
--help says more.
",
    help: "\
Replays a recorded signature from a modelled touch controller to an Erlang
process, compares what comes out with what went in, and draws it.

Usage: touch-trace [OPTIONS]

Options:
      --trace FILE  Replay FILE: CSV with the header
                    time_us,kind,id,x,y,pressure (kind: down, move or up)
                    [default: a built-in signature]
      --out FILE    Write the picture to FILE [default: touch-trace.png]
      --speed X     Replay X times faster than recorded; 0: as fast as the
                    process takes the events, losing none
                    [default: what ends within 3 seconds, 1 at least]
      --overload    Use a process that is too slow for the ring: events are
                    lost, counted, and missing in the picture
  -h, --help        Print this

Environment, where the option is absent:
  SIM_TRACE  as --trace
  SIM_SPEED  as --speed

Exit status: 0 if every event came out as it went in, or was counted as lost;
1 if not, or if something failed; 2 if the command line is wrong.
",
};

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The trace to replay, if it is named.
    pub trace: Option<PathBuf>,
    /// Where the picture goes.
    pub out: PathBuf,
    /// How many times faster than recorded, if it is said: finite, 0 or more.
    pub speed: Option<f64>,
    /// Whether events are to be lost.
    pub overload: bool,
}

impl Default for Options {
    /// Without any option.
    fn default() -> Self {
        Self {
            trace: None,
            out: "touch-trace.png".into(),
            speed: None,
            overload: false,
        }
    }
}

/// Reads the arguments after the program's name; `None` asks for help.
pub(crate) fn parse(args: Vec<OsString>) -> Result<Option<Options>, example_support::Error> {
    let parsed = example_support::parse(args, |options: &mut Options, name, value| {
        match name {
            "trace" => options.trace = Some(value.file()?),
            "out" => options.out = value.file()?,
            "speed" => options.speed = Some(value.speed()?),
            "overload" => options.overload = true,
            _ => return Err(value.unknown()),
        }
        Ok(())
    })?;
    match parsed {
        Some(options) if options.overload && options.speed == Some(0.0) => {
            Err(Error::overload_without_clock("--speed 0").into())
        }
        _ => Ok(parsed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Option<Options>, example_support::Error> {
        parse(line.split_whitespace().map(OsString::from).collect())
    }

    #[test]
    fn every_option_reaches_its_place() {
        assert_eq!(parsed("").ok().flatten(), Some(Options::default()));
        let line = "--trace a.csv --out=b.png --speed 2.5 --overload";
        let expected = Options {
            trace: Some("a.csv".into()),
            out: "b.png".into(),
            speed: Some(2.5),
            overload: true,
        };
        assert_eq!(parsed(line).ok().flatten(), Some(expected));
        assert_eq!(parsed("--out x --help").ok(), Some(None));
    }

    #[test]
    fn what_makes_no_sense_is_a_usage_error() {
        let wrong = [
            "--fast",
            "-x",
            "file",
            "--trace",
            "--out=",
            "--speed",
            "--speed x",
            "--speed -1",
            "--speed inf",
            "--speed nan",
            "--overload=1",
            "--overload --speed 0",
        ];
        for line in wrong {
            assert!(
                matches!(parsed(line), Err(example_support::Error::Usage(_))),
                "{line}"
            );
        }
    }
}
