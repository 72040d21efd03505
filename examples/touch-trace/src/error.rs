//! Why there is no summary, or no picture.

use std::fmt;

use crate::Flaw;

/// Why there is no summary, or no picture.
#[derive(Debug)]
pub enum Error {
    /// What any example may meet: a wrong command line, a port that does not
    /// open, a file that cannot be written.
    Common(example_support::Error),
    /// The panel broke off before the recording was over.
    EndedEarly {
        /// How often its interrupt line had fallen by then.
        interrupts: usize,
    },
    /// What came out is not what went in.
    Flawed(Flaw),
    /// The picture could not be encoded.
    Encoding(png::EncodingError),
}

impl Error {
    /// A wrong command line.
    #[must_use]
    pub fn usage(what: String) -> Self {
        Self::Common(example_support::Error::Usage(what))
    }

    /// An overload at a speed that waits for the process.
    #[must_use]
    pub fn overload_without_clock(setting: &str) -> Self {
        Self::usage(format!(
            "--overload: nothing is lost with {setting}, which waits for the process"
        ))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Common(error) => error.fmt(f),
            Self::EndedEarly { interrupts } => {
                write!(f, "the panel broke off after {interrupts} interrupts")
            }
            Self::Flawed(flaw) => write!(f, "what came out is not what went in: {flaw}"),
            Self::Encoding(error) => write!(f, "the picture: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Flaw> for Error {
    fn from(flaw: Flaw) -> Self {
        Self::Flawed(flaw)
    }
}

impl From<example_support::Error> for Error {
    fn from(error: example_support::Error) -> Self {
        Self::Common(error)
    }
}

impl From<Error> for example_support::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Common(error) => error,
            other => Self::Flawed(other.to_string()),
        }
    }
}
