//! Sending messages.
#![expect(unsafe_code, reason = "opens and posts messages of the VM")]

use core::fmt;

use crate::build::{BuildError, Sizer, Writer};
use crate::env::Env;
use crate::into::IntoTerm;
use crate::term::Pid;
use crate::vm::{self, RawEnv, Sent};

/// Why a message was not delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SendError {
    /// The message could not be made.
    Build(BuildError),
    /// The receiver is dead.
    NoProcess,
}

impl From<BuildError> for SendError {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Build(error) => error.fmt(f),
            Self::NoProcess => f.write_str("the receiver is dead"),
        }
    }
}

impl core::error::Error for SendError {}

impl Pid {
    /// Sends a message. Its terms are written where the receiver will read them; terms that
    /// `value` holds are copied there.
    ///
    /// For callbacks, and for the `Drop` of what the VM or a port held. A thread of one's own rings
    /// a bell instead, and the port sends: the VM may end while the thread is at it.
    ///
    /// # Errors
    ///
    /// The message could not be made, or the receiver is dead; nothing was sent.
    #[inline]
    pub fn send<T: IntoTerm + ?Sized>(self, value: &T) -> Result<(), SendError> {
        let mut sizer = Sizer::elsewhere();
        value.build(&mut sizer)?;
        // SAFETY: `begin_message` has no precondition.
        let raw = unsafe { vm::begin_message(sizer.words()) }.map_err(BuildError::from)?;
        let unsent = Unsent(raw);
        // SAFETY: the environment is live until it is posted, or closed by `unsent`.
        let env = unsafe { Env::from_raw(raw) };
        let term = value.build(&mut Writer::new(env))?;
        core::mem::forget(unsent);
        // SAFETY: the term was made in this environment, which is not used again.
        match unsafe { vm::post(raw, self.raw(), term) } {
            Sent::Delivered => Ok(()),
            Sent::NoProcess => Err(SendError::NoProcess),
            Sent::OutOfMemory => Err(SendError::Build(BuildError::OutOfMemory)),
        }
    }
}

/// A message that was begun. Closed if it is not sent: also by a description that panics.
struct Unsent(RawEnv);

impl Drop for Unsent {
    fn drop(&mut self) {
        // SAFETY: begun by the VM, not posted, and no term of it is left.
        unsafe { vm::close_env(self.0) }
    }
}
