//! The program around an example.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::Error;

/// What a program is called, and what it says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// The name that its errors begin with.
    pub name: &'static str,
    /// What is printed where the command line is wrong.
    pub usage: &'static str,
    /// What `--help` prints.
    pub help: &'static str,
}

impl Program {
    /// Reads the command line with `parse`, which gives `None` for `--help`,
    /// and does what it asks for with `run`.
    ///
    /// The status is 0 if that went well, 2 for a wrong command line, else 1.
    pub fn main<O>(
        &self,
        parse: impl FnOnce(Vec<OsString>) -> Result<Option<O>, Error>,
        run: impl FnOnce(O) -> Result<(), Error>,
    ) -> ExitCode {
        let args = std::env::args_os().skip(1).collect();
        let ran = parse(args).and_then(|options| match options {
            Some(options) => run(options),
            None => say(&mut io::stdout().lock(), self.help),
        });
        match ran {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => self.fail(&error),
        }
    }

    fn fail(&self, error: &Error) -> ExitCode {
        let mut stderr = io::stderr();
        // Without a standard error, the exit status still tells.
        let _untold = writeln!(stderr, "{}: {error}", self.name);
        if let Error::Usage(_) = error {
            let _untold = write!(stderr, "{}", self.usage);
            return ExitCode::from(2);
        }
        ExitCode::FAILURE
    }
}

/// One line of a summary.
#[must_use]
pub fn line(name: &str, what: impl fmt::Display) -> String {
    format!("{name:>10}: {what}\n")
}

/// Prints, at once.
///
/// # Errors
///
/// [`Error::Output`] if nobody listens.
pub fn say(stdout: &mut impl Write, what: impl fmt::Display) -> Result<(), Error> {
    let said = write!(stdout, "{what}").and_then(|()| stdout.flush());
    said.map_err(Error::Output)
}
