//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use example_support::{Argument, Error, Program};

/// The volume that is played at unless another is named: as loud as the
/// samples say, on a codec with the range of an ES8311.
pub const VOLUME: u8 = 191;

/// What the program says of itself.
pub(crate) const PROGRAM: Program = Program {
    name: "tone",
    usage: "\
Usage: tone [--wav FILE] [--volume N] [--out DIR]
--help says more.
",
    help: "\
Plays a WAV file on the board's speaker, and leaves what was heard as
DIR/speaker.wav.

Usage: tone [OPTIONS]

Options:
      --wav FILE  Play FILE: integers of 16, 24 or 32 bits, mono or stereo
                  [default: a chord of 2.5 seconds]
      --volume N  How loud, 0 to 255, which is the codec's whole range
                  [default: 191, where the board's codec changes no sample]
      --out DIR   Write speaker.wav to DIR [default: $SIM_OUT, or .]
  -h, --help      Print this

Exit status: 0 if every frame was played and the sound is written; 1 if not;
2 if the command line is wrong.
",
};

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What is played, if that is said.
    pub wav: Option<PathBuf>,
    /// How loud.
    pub volume: u8,
    /// Where what is heard goes, if that is said.
    pub out: Option<PathBuf>,
}

impl Default for Options {
    /// Without any option.
    fn default() -> Self {
        Self {
            wav: None,
            volume: VOLUME,
            out: None,
        }
    }
}

impl Options {
    /// Takes the option of a name, and its value.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] for a value that is wrong, and for a name that is none
    /// of these options.
    pub fn set(&mut self, name: &str, value: &mut Argument<'_>) -> Result<(), Error> {
        match name {
            "wav" => self.wav = Some(value.file()?),
            "volume" => self.volume = value.number(0..=255)?,
            "out" => self.out = Some(value.directory()?),
            _ => return Err(value.unknown()),
        }
        Ok(())
    }
}

/// Reads the arguments after the program's name; `None` asks for help.
pub(crate) fn parse(args: Vec<OsString>) -> Result<Option<Options>, Error> {
    example_support::parse(args, Options::set)
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
            wav: Some("a.wav".into()),
            volume: 7,
            out: Some("d".into()),
        };
        let all = parsed("--wav a.wav --volume=7 --out d");
        assert_eq!(all.ok().flatten(), Some(expected));
        assert_eq!(parsed("--wav x --help").ok(), Some(None));
    }

    #[test]
    fn what_makes_no_sense_is_a_usage_error() {
        for line in [
            "--loud",
            "file.wav",
            "--wav",
            "--wav=",
            "--volume 256",
            "--volume -1",
            "--volume x",
            "--out",
        ] {
            assert!(matches!(parsed(line), Err(Error::Usage(_))), "{line}");
        }
    }
}
