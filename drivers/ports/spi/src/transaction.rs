//! One transaction: what is asked, why it is refused, what comes of it.

use avm_port::Reply;
use avm_term::{BuildError, Builder, FromTerm, IntoTerm, Pid, atom};
use class_spi::{SpiDone, SubmitError};
use port_config::spi_atom;

/// What to write, and how many bytes to read after that.
#[derive(Clone, Copy, Debug, FromTerm)]
pub struct Transaction<'a> {
    /// Bytes to write.
    #[avm(default)]
    pub write: &'a [u8],
    /// Bytes to read.
    #[avm(default)]
    pub read: usize,
}

impl Transaction<'_> {
    /// Whether a queue that takes `max` bytes each way could take it.
    pub(crate) fn check(&self, max: usize) -> Result<(), Refusal> {
        let longest = self.write.len().max(self.read);
        match longest {
            0 => Err(Refusal::Empty),
            bytes if bytes > max => Err(Refusal::TooLong { bytes, max }),
            _ => Ok(()),
        }
    }

    /// Why a queue did not take it.
    pub(crate) fn refused(&self, error: SubmitError) -> Refusal {
        match error {
            SubmitError::Full => Refusal::Busy,
            SubmitError::TooLong { max } => Refusal::TooLong {
                bytes: self.write.len().max(self.read),
                max,
            },
        }
    }
}

/// Why a transaction was not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// `busy`: as many are in flight as can be.
    Busy,
    /// `{bad_option, read, 0}`, where nothing is written either.
    Empty,
    /// `{too_long, Bytes, Max}`
    TooLong { bytes: usize, max: usize },
}

impl IntoTerm for Refusal {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        match *self {
            Self::Busy => b.atom(atom!("busy")),
            Self::Empty => (atom!("bad_option"), atom!("read"), 0_u8).build(b),
            Self::TooLong { bytes, max } => (atom!("too_long"), bytes, max).build(b),
        }
    }
}

/// Who waits for a transaction.
pub(crate) enum Waiter {
    /// The caller of `transfer`.
    Transfer(Reply),
    /// Who called `submit`.
    Submit(Pid),
    /// Nobody, because its id could not be told.
    Nobody,
}

/// `{ok, Binary}` or `{error, {bus, Kind}}`.
pub(crate) struct Outcome<'a> {
    pub(crate) done: SpiDone,
    pub(crate) bytes: &'a [u8],
}

impl IntoTerm for Outcome<'_> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        match self.done.result {
            Ok(()) => (atom!("ok"), self.bytes).build(b),
            Err(kind) => (atom!("error"), (atom!("bus"), spi_atom(kind))).build(b),
        }
    }
}
