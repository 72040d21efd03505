//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use example_support::{Error, Program};

/// What the program says of itself.
pub(crate) const PROGRAM: Program = Program {
    name: "all-ports",
    usage: "\
Usage: all-ports [--trace FILE] [--speed X] [--wav FILE] [--volume N] [--out DIR]
--help says more.
",
    help: "\
Opens the four ports of the board at once: fingers draw on the panel, a sound
is played, a picture goes through the flash. Leaves what was seen and heard as
DIR/panel.png and DIR/speaker.wav, and tells what became of all data.

Usage: all-ports [OPTIONS]

Options:
      --trace FILE  Let the fingers do what FILE says: CSV with the header
                    time_us,kind,id,x,y,pressure (kind: down, move or up)
                    [default: $SIM_TRACE, or a built-in signature]
      --speed X     X times faster than recorded; 0: as fast as the process
                    takes the events, losing none [default: $SIM_SPEED, or 0]
      --wav FILE    Play FILE: integers of 16, 24 or 32 bits, mono or stereo
                    [default: a chord of 2.5 seconds]
      --volume N    How loud, 0 to 255, which is the codec's whole range
                    [default: 191, where the board's codec changes no sample]
      --out DIR     Write the files to DIR [default: $SIM_OUT, or .]
  -h, --help        Print this

Exit status: 0 if everything that went in came out or was counted as lost, and
nothing is left alive; 1 if not, or if something failed; 2 if the command line
is wrong.
",
};

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// What the fingers do, if that is said.
    pub trace: Option<PathBuf>,
    /// How many times faster than recorded, if that is said.
    pub speed: Option<f64>,
    /// What is played and how loud, and where all files go.
    pub sound: tone::Options,
}

/// Reads the arguments after the program's name; `None` asks for help.
pub(crate) fn parse(args: Vec<OsString>) -> Result<Option<Options>, Error> {
    example_support::parse(args, |options: &mut Options, name, value| {
        match name {
            "trace" => options.trace = Some(value.file()?),
            "speed" => options.speed = Some(value.speed()?),
            _ => options.sound.set(name, value)?,
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
            trace: Some("a.csv".into()),
            speed: Some(2.5),
            sound: tone::Options {
                wav: Some("a.wav".into()),
                volume: 7,
                out: Some("d".into()),
            },
        };
        let all = parsed("--trace a.csv --speed 2.5 --wav a.wav --volume=7 --out d");
        assert_eq!(all.ok().flatten(), Some(expected));
        assert_eq!(parsed("--wav x --help").ok(), Some(None));
    }

    #[test]
    fn what_makes_no_sense_is_a_usage_error() {
        for line in [
            "--fast",
            "file",
            "--speed -1",
            "--speed nan",
            "--volume 256",
            "--trace=",
            "--wav",
            "--out",
        ] {
            assert!(matches!(parsed(line), Err(Error::Usage(_))), "{line}");
        }
    }
}
