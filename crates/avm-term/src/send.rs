//! Sending messages.
#![expect(unsafe_code, reason = "opens and posts messages of the VM")]

use core::fmt;

use crate::build::{BuildError, Sizer, Writer};
use crate::env::Env;
use crate::into::IntoTerm;
use crate::term::Pid;
use crate::vm::{self, RawEnv, RawTerm, Sent};

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
        let unsent = Unsent::begin(sizer.words())?;
        // SAFETY: the environment is live until it is posted, or closed by `unsent`.
        let env = unsafe { Env::from_raw(unsent.0) };
        let term = value.build(&mut Writer::new(env))?;
        // SAFETY: the term was made in this environment.
        unsafe { unsent.post(self, term) }
    }
}

/// A message that was begun. Closed if it is not sent: also by a description that panics.
struct Unsent(RawEnv);

impl Unsent {
    /// Begins a message. Not inlined in firmware, nor is its other end: they are the same for
    /// values of all types, of which each has a `send` of its own.
    #[cfg_attr(target_os = "none", inline(never))]
    #[cfg_attr(not(target_os = "none"), inline)]
    fn begin(words: usize) -> Result<Self, BuildError> {
        // SAFETY: `begin_message` has no precondition.
        let raw = unsafe { vm::begin_message(words) };
        raw.map(Self).map_err(BuildError::from)
    }

    /// Sends it.
    ///
    /// # Safety
    ///
    /// The term was made in this environment.
    #[cfg_attr(target_os = "none", inline(never))]
    #[cfg_attr(not(target_os = "none"), inline)]
    unsafe fn post(self, to: Pid, term: RawTerm) -> Result<(), SendError> {
        let raw = self.0;
        core::mem::forget(self);
        // SAFETY: as the caller promises, and the environment is not used again.
        match unsafe { vm::post(raw, to.raw(), term) } {
            Sent::Delivered => Ok(()),
            Sent::NoProcess => Err(SendError::NoProcess),
            Sent::OutOfMemory => Err(SendError::Build(BuildError::OutOfMemory)),
        }
    }
}

impl Drop for Unsent {
    fn drop(&mut self) {
        // SAFETY: begun by the VM, not posted, and no term of it is left.
        unsafe { vm::close_env(self.0) }
    }
}
