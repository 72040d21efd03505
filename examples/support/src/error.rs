//! Why an example did not do what it was asked.

use std::fmt;
use std::io;
use std::path::PathBuf;

use avm_term::Value;

/// Why an example did not do what it was asked.
#[derive(Debug)]
pub enum Error {
    /// The command line makes no sense.
    Usage(String),
    /// Something that the example was given is wrong: a file, or a setting of the board.
    Input(String),
    /// A port did not open.
    Open {
        /// The port's name.
        port: &'static str,
        /// Erlang's reason.
        reason: Value,
    },
    /// A port answered a request with something else than it promises.
    Answer {
        /// The request's command.
        request: String,
        /// What came back.
        answer: Value,
    },
    /// A message to the process that no port promises.
    Message(Value),
    /// What was awaited did not come in time.
    Late(&'static str),
    /// What came out is not what it should be.
    Flawed(String),
    /// A part says that it is another one than the program is made for.
    OtherPart {
        /// What it should be, such as `flash`.
        part: &'static str,
        /// What it says it is.
        found: String,
    },
    /// A file could not be written or read.
    File(PathBuf, io::Error),
    /// Standard output went away.
    Output(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(what) | Self::Input(what) | Self::Flawed(what) => f.write_str(what),
            Self::Open { port, reason } => write!(f, "the {port} port did not open: {reason}"),
            Self::Answer { request, answer } => write!(f, "{request} was answered by {answer}"),
            Self::Message(message) => write!(f, "the process was sent {message}"),
            Self::Late(what) => write!(f, "{what} did not come in time"),
            Self::OtherPart { part, found } => {
                write!(f, "another {part} than this program knows: {found}")
            }
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Output(error) => write!(f, "standard output: {error}"),
        }
    }
}

impl std::error::Error for Error {}
