//! Environments and terms that belong to Rust, not to a callback.
#![expect(unsafe_code, reason = "opens, uses and closes environments of the VM")]

use crate::env::Env;
use crate::term::Term;
use crate::vm::{self, OutOfMemory, RawEnv, RawTerm};

/// A heap that belongs to no process.
///
/// Invariant: `raw` came from the VM's `open_env` and is closed by `Drop` alone.
#[derive(Debug)]
pub struct OwnedEnv {
    raw: RawEnv,
}

// SAFETY: by the contract of `Vm::open_env` it may move between threads while one uses it at a
// time; `OwnedEnv` is not `Sync`, so one does.
unsafe impl Send for OwnedEnv {}

impl OwnedEnv {
    /// Opens a heap.
    ///
    /// # Errors
    ///
    /// The VM has no memory for it.
    pub fn new() -> Result<Self, OutOfMemory> {
        // SAFETY: `open_env` has no precondition.
        let raw = unsafe { vm::open_env() }?;
        Ok(Self { raw })
    }

    /// The heap; its terms live no longer than the borrow.
    pub fn env(&self) -> Env<'_> {
        // SAFETY: the env is open until `Drop`, which the borrow rules out.
        unsafe { Env::from_raw(self.raw) }
    }
}

impl Drop for OwnedEnv {
    fn drop(&mut self) {
        // SAFETY: opened by `new`, not closed before, and no borrow is left.
        unsafe { vm::close_env(self.raw) }
    }
}

/// A copy of a term that outlives the callback it came from.
///
/// Invariant: `term` was made in `env`.
#[derive(Debug)]
pub struct OwnedTerm {
    env: OwnedEnv,
    term: RawTerm,
}

impl OwnedTerm {
    /// Copies `term` into a heap of its own.
    ///
    /// # Errors
    ///
    /// The VM has no memory for the copy.
    pub fn copy_of(term: Term<'_>) -> Result<Self, OutOfMemory> {
        let env = OwnedEnv::new()?;
        // SAFETY: both environments are live, and `term` was made in its own.
        let term = unsafe { vm::copy(env.raw, term.env().raw(), term.raw()) }?;
        Ok(Self { env, term })
    }

    /// The copy.
    pub fn term(&self) -> Term<'_> {
        Term::new(self.env.env(), self.term)
    }
}
