//! `SIM_TRACE`: a trace out of a file.

use std::ffi::OsStr;
use std::fs;
use std::io;

use board_support::BoardError;

use super::Trace;

impl Trace {
    /// What `SIM_TRACE` says: the built-in trace, if it says nothing. An empty
    /// value is a value.
    ///
    /// # Errors
    ///
    /// [`BoardError::Config`] for a file that cannot be read, or with the line
    /// of it that is wrong.
    pub fn from_setting(path: Option<&OsStr>) -> Result<Self, BoardError> {
        let Some(path) = path else {
            return Ok(Self::builtin());
        };
        let wrong = |line, reason| BoardError::Config {
            setting: "SIM_TRACE",
            line,
            reason,
        };
        let text = fs::read_to_string(path).map_err(|error| wrong(None, unreadable(&error)))?;
        Self::parse(&text).map_err(|error| wrong(Some(error.line), error.fault.reason()))
    }
}

fn unreadable(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file",
        io::ErrorKind::PermissionDenied => "the file may not be read",
        io::ErrorKind::IsADirectory => "a directory, not a file",
        io::ErrorKind::InvalidData => "the file is not UTF-8 text",
        _ => "the file cannot be read",
    }
}
