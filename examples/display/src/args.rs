//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use class_panel::Geometry;
use example_support::{Error, Program};

use crate::Setup;

/// What the program says of itself.
pub(crate) const PROGRAM: Program = Program {
    name: "display",
    usage: "\
Usage: display [--width N] [--height N] [--orientation N] [--backlight N]
               [--out DIR]
--help says more.
",
    help: "\
Draws a test card on the board's panel, and leaves it as DIR/panel.png.

Usage: display [OPTIONS]

Options:
      --width N        The panel's columns, as its maker meant it [default: all]
      --height N       Its rows [default: all]
      --orientation N  Quarter turns clockwise, 0 to 3 [default: lying]
      --backlight N    How bright, 0 to 255; 0 is dark [default: 200]
      --out DIR        Write panel.png to DIR [default: $SIM_OUT, or .]
  -h, --help           Print this

Exit status: 0 if everything was drawn and the picture is written; 1 if not;
2 if the command line is wrong.
",
};

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How the panel is opened.
    pub setup: Setup,
    /// Where the picture goes, if that is said.
    pub out: Option<PathBuf>,
}

impl Default for Options {
    /// A panel of the most usual size.
    fn default() -> Self {
        Self::of(Geometry {
            width: 240,
            height: 320,
        })
    }
}

impl Options {
    /// All of a panel of this size, lying on its long side.
    #[must_use]
    pub fn of(panel: Geometry) -> Self {
        Self {
            setup: Setup::lying(panel),
            out: None,
        }
    }
}

/// Reads the arguments after the program's name, for a panel of this size;
/// `None` asks for help.
pub(crate) fn parse(args: Vec<OsString>, panel: Geometry) -> Result<Option<Options>, Error> {
    example_support::parse_onto(args, Options::of(panel), |options, name, value| {
        let setup = &mut options.setup;
        match name {
            "width" => setup.width = value.number(1..=4096)?,
            "height" => setup.height = value.number(1..=4096)?,
            "orientation" => setup.orientation = value.number(0..=3)?,
            "backlight" => setup.backlight = value.number(0..=255)?,
            "out" => options.out = Some(value.directory()?),
            _ => return Err(value.unknown()),
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANEL: Geometry = Geometry {
        width: 240,
        height: 320,
    };

    fn parsed(line: &str) -> Result<Option<Options>, Error> {
        let args = line.split_whitespace().map(OsString::from).collect();
        parse(args, PANEL)
    }

    #[test]
    fn every_option_reaches_its_place() {
        assert_eq!(parsed("").ok(), Some(Some(Options::default())));
        let line = "--width 80 --height=160 --orientation 2 --backlight 255 --out d";
        let setup = Setup {
            width: 80,
            height: 160,
            orientation: 2,
            backlight: 255,
        };
        let expected = Options {
            setup,
            out: Some("d".into()),
        };
        assert_eq!(parsed(line).ok().flatten(), Some(expected));
        assert_eq!(setup.size(), (80, 160));
        assert_eq!(Options::default().setup.size(), (320, 240));
        let wide = Geometry {
            width: 480,
            height: 320,
        };
        assert_eq!(Options::of(wide).setup.size(), (480, 320));
        assert_eq!(Options::of(wide).setup.orientation, 0);
        assert_eq!(parsed("--out d -h").ok(), Some(None));
    }

    #[test]
    fn what_makes_no_sense_is_a_usage_error() {
        for line in [
            "--bright",
            "file",
            "--width 0",
            "--height 5000",
            "--orientation 4",
            "--backlight 256",
            "--backlight -1",
            "--out",
            "--out=",
        ] {
            assert!(matches!(parsed(line), Err(Error::Usage(_))), "{line}");
        }
    }
}
