//! The environment that boards read, as the command line wants it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::process::Command;

use crate::Error;

/// Sees to it that the environment has these variables, for a board that reads
/// them, and returns if it has.
///
/// A program cannot safely change its own environment, because its threads may
/// be reading it; so it starts itself again with another one, and ends as that
/// ends. Nothing may have been printed yet.
///
/// # Errors
///
/// [`Error::Input`] if the program does not start again.
pub fn with_environment(wanted: &[(&str, &OsStr)]) -> Result<(), Error> {
    let missing: Vec<_> = wanted
        .iter()
        .filter(|(name, value)| env::var_os(name).as_deref() != Some(*value))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let again = |error| Error::Input(format!("the program does not start again: {error}"));
    let mut command = Command::new(env::current_exe().map_err(again)?);
    let args: Vec<OsString> = env::args_os().skip(1).collect();
    command.args(args);
    for (name, value) in missing {
        command.env(name, value);
    }
    Err(again(replace(command)))
}

/// Becomes the command; returns only if that fails.
#[cfg(unix)]
fn replace(mut command: Command) -> std::io::Error {
    use std::os::unix::process::CommandExt;
    command.exec()
}

/// Runs the command and ends as it ends; returns only if it does not start.
#[cfg(not(unix))]
fn replace(mut command: Command) -> std::io::Error {
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}
