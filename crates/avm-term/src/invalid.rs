//! What was wrong with a term, as Rust sees it and as Erlang is told.

use core::fmt;

use crate::atom;
use crate::build::{BuildError, Builder};
use crate::into::IntoTerm;
use crate::term::Term;
use crate::value::Value;
use crate::vm::OutOfMemory;

/// Why a term could not be read as a Rust type. Names the culprit.
///
/// As an Erlang term it is the `Reason` of `{error, Reason}`; see each variant.
#[derive(Clone, Copy, Debug)]
pub enum Invalid<'a> {
    /// A term of the wrong type or range: `{bad_value, Term}`.
    Term(Term<'a>),
    /// An option of the wrong type or range, or of no known name: `{bad_option, Name, Value}`.
    Option(Term<'a>, Term<'a>),
    /// A required option that is missing: `{missing_option, Name}`.
    MissingOption(Term<'a>),
    /// Options that are neither a map nor a proper list of `Name` and `{Name, Value}`; or the
    /// element of the list that is neither: `{bad_options, Term}`.
    Options(Term<'a>),
    /// A request that the port does not know: `{unknown_command, Term}`.
    UnknownCommand(Term<'a>),
    /// No resource, or one of another type: `bad_resource`, wherever it stood.
    Resource,
    /// The VM had no memory: `out_of_memory`.
    OutOfMemory,
}

impl From<OutOfMemory> for Invalid<'_> {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

impl IntoTerm for Invalid<'_> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        match *self {
            Self::Term(term) => (atom!("bad_value"), term).build(b),
            Self::Option(name, value) => (atom!("bad_option"), name, value).build(b),
            Self::MissingOption(name) => (atom!("missing_option"), name).build(b),
            Self::Options(options) => (atom!("bad_options"), options).build(b),
            Self::UnknownCommand(request) => (atom!("unknown_command"), request).build(b),
            Self::Resource => b.atom(atom!("bad_resource")),
            Self::OutOfMemory => b.atom(atom!("out_of_memory")),
        }
    }
}

impl fmt::Display for Invalid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Term(term) => write!(f, "bad value {}", Shown(term)),
            Self::Option(name, value) => {
                write!(f, "bad option {} => {}", Shown(name), Shown(value))
            }
            Self::MissingOption(name) => write!(f, "missing option {}", Shown(name)),
            Self::Options(term) => write!(f, "bad options {}", Shown(term)),
            Self::UnknownCommand(term) => write!(f, "unknown command {}", Shown(term)),
            Self::Resource => f.write_str("no resource, or one of another type"),
            Self::OutOfMemory => f.write_str("out of memory"),
        }
    }
}

impl core::error::Error for Invalid<'_> {}

/// Prints what can be printed.
struct Shown<'a>(Term<'a>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.get::<Value>() {
            Ok(value) => value.fmt(f),
            Err(_) => f.write_str("..."),
        }
    }
}

impl fmt::Display for Term<'_> {
    /// Prints Erlang syntax; what is nested too deep to hold becomes `...`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(*self).fmt(f)
    }
}
