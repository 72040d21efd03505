//! Why there is no summary, or no picture.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use avm_term::Value;

use crate::Flaw;

/// Why there is no summary, or no picture.
#[derive(Debug)]
pub enum Error {
    /// The command line makes no sense.
    Usage(String),
    /// The trace, or another setting of the board, is wrong.
    Setting(String),
    /// The port did not open; the reason is Erlang's.
    Open(Value),
    /// The port answered a request with something else than it promises.
    Answer {
        /// The request, in Erlang syntax.
        request: &'static str,
        /// What came back.
        answer: Value,
    },
    /// A message to the process that the port does not promise.
    Message(Value),
    /// The panel broke off before the recording was over.
    EndedEarly {
        /// How often its interrupt line had fallen by then.
        interrupts: usize,
    },
    /// What came out is not what went in.
    Flawed(Flaw),
    /// The picture could not be written.
    Picture(PathBuf, io::Error),
    /// The picture could not be encoded.
    Encoding(png::EncodingError),
    /// The summary could not be written.
    Output(io::Error),
}

impl Error {
    /// An overload at a speed that waits for the process.
    #[must_use]
    pub fn overload_without_clock(setting: &str) -> Self {
        Self::Usage(format!(
            "--overload: nothing is lost with {setting}, which waits for the process"
        ))
    }

    /// 2 for a wrong command line, else 1.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(what) | Self::Setting(what) => f.write_str(what),
            Self::Open(reason) => write!(f, "the port did not open: {reason}"),
            Self::Answer { request, answer } => write!(f, "{request} was answered by {answer}"),
            Self::Message(message) => write!(f, "the process was sent {message}"),
            Self::EndedEarly { interrupts } => {
                write!(f, "the panel broke off after {interrupts} interrupts")
            }
            Self::Flawed(flaw) => write!(f, "what came out is not what went in: {flaw}"),
            Self::Picture(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Encoding(error) => write!(f, "the picture: {error}"),
            Self::Output(error) => write!(f, "standard output: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Flaw> for Error {
    fn from(flaw: Flaw) -> Self {
        Self::Flawed(flaw)
    }
}
