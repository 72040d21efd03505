//! Why a value could not become a term.

use super::Builder;
use crate::atom;
use crate::into::IntoTerm;
use crate::vm::{MakeError, OutOfMemory};

/// Why a value could not become a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BuildError {
    /// The VM has no memory for it.
    OutOfMemory,
    /// The VM has no such term: a float that is not finite, an integer above its largest, or a
    /// map that holds a key twice.
    Unrepresentable,
    /// An atom that the VM does not have, and that must not be made from data.
    UnknownAtom,
}

impl From<OutOfMemory> for BuildError {
    fn from(_: OutOfMemory) -> Self {
        Self::OutOfMemory
    }
}

impl From<MakeError> for BuildError {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::OutOfMemory => Self::OutOfMemory,
            MakeError::Unrepresentable => Self::Unrepresentable,
        }
    }
}

/// The name of the variant.
impl IntoTerm for BuildError {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.atom(match self {
            Self::OutOfMemory => atom!("out_of_memory"),
            Self::Unrepresentable => atom!("unrepresentable"),
            Self::UnknownAtom => atom!("unknown_atom"),
        })
    }
}

impl core::fmt::Display for BuildError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::OutOfMemory => "the VM is out of memory",
            Self::Unrepresentable => "the VM has no term for this value",
            Self::UnknownAtom => "an atom that the VM does not have",
        })
    }
}

impl core::error::Error for BuildError {}
