//! What becomes of a NIF's call: a term, or an exception.
//!
//! Here, and not with the NIFs, because a result that is an exception must be known to be none of
//! the results that are terms.

use core::fmt;

use crate::atom;
use crate::atom::StaticAtom;
use crate::build::BuildError;
use crate::env::Env;
use crate::into::IntoTerm;
use crate::invalid::Invalid;
use crate::term::Term;
use crate::vm::OutOfMemory;

/// Ends a call by an exception, as the `Err` of a NIF's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raise<R = &'static StaticAtom> {
    /// `error:badarg`.
    Badarg,
    /// `error:Reason`; a reason is mostly an atom, but any term may be.
    Error(R),
}

impl From<Invalid<'_>> for Raise {
    fn from(invalid: Invalid<'_>) -> Self {
        match invalid {
            Invalid::OutOfMemory => OutOfMemory.into(),
            _ => Self::Badarg,
        }
    }
}

impl From<OutOfMemory> for Raise {
    fn from(_: OutOfMemory) -> Self {
        Self::Error(atom!("out_of_memory"))
    }
}

impl fmt::Display for Raise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Badarg => "badarg",
            Self::Error(reason) => reason.text(),
        })
    }
}

impl core::error::Error for Raise {}

/// The exception that the caller of a NIF gets, for a provider of the VM interface; its class is
/// `error`.
#[derive(Clone, Copy, Debug)]
pub enum Raised<'a> {
    /// `error:badarg`.
    Badarg,
    /// `error:Reason`.
    Error(Term<'a>),
}

impl<'a> Raised<'a> {
    /// The exception for an argument that could not be read: `badarg`, unless it was for memory.
    pub fn invalid(env: Env<'a>, invalid: Invalid<'a>) -> Self {
        match invalid {
            Invalid::OutOfMemory => Self::build(env, BuildError::OutOfMemory),
            _ => Self::Badarg,
        }
    }

    /// An exception that tells of a term that could not be made. Its reason is an atom, for which
    /// there is no memory only if the VM never had it: then it is `badarg`.
    fn build(env: Env<'a>, error: BuildError) -> Self {
        env.make(&error).map_or(Self::Badarg, Self::Error)
    }
}

/// What a NIF may return: a value, or a value or an exception.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no result of a NIF",
    label = "neither `IntoTerm` nor a `Result` of such types or of `Raise`",
    note = "derive `avm_term::IntoTerm` for it"
)]
pub trait Outcome {
    /// Writes the term of the result.
    ///
    /// # Errors
    ///
    /// An exception: the result's, or that its term could not be made.
    fn finish(self, env: Env<'_>) -> Result<Term<'_>, Raised<'_>>;
}

impl<T: IntoTerm> Outcome for T {
    #[inline]
    fn finish(self, env: Env<'_>) -> Result<Term<'_>, Raised<'_>> {
        env.make(&self).map_err(|error| Raised::build(env, error))
    }
}

impl<T: IntoTerm, R: IntoTerm> Outcome for Result<T, Raise<R>> {
    #[inline]
    fn finish(self, env: Env<'_>) -> Result<Term<'_>, Raised<'_>> {
        match self {
            Ok(value) => value.finish(env),
            Err(Raise::Badarg) => Err(Raised::Badarg),
            Err(Raise::Error(reason)) => Err(Raised::Error(reason.finish(env)?)),
        }
    }
}
