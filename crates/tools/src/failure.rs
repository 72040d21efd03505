//! Why something could not be measured.

use std::fmt;
use std::io;

/// Why something could not be measured, as a sentence for the terminal.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure that is told so.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}
