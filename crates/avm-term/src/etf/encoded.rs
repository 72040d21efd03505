//! A term that stays as it came.

use super::{DecodeError, FromEtf, Limits, Reader};
use crate::build::{BuildError, Builder};
use crate::into::IntoTerm;

/// A term in the external format that was checked and stays as it is: read as part of another, to
/// be read later or handed on. Pids, references and bitstrings pass unchanged, too.
///
/// As an [`IntoTerm`] it goes into other encodings; no VM makes a term of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Encoded<'a>(&'a [u8]);

impl<'a> Encoded<'a> {
    /// The bytes, without the version.
    pub fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// Reads the term.
    ///
    /// # Errors
    ///
    /// It is no `T`, or not within the limits.
    pub fn get<T: FromEtf<'a>>(self, limits: &'a Limits<'a>) -> Result<T, DecodeError> {
        let mut reader = Reader::without_version(self.0, limits)?;
        let value = reader.read()?;
        reader.finish()?;
        Ok(value)
    }
}

/// Any term that [`Reader::skip`] passes.
impl<'a> FromEtf<'a> for Encoded<'a> {
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        let bytes = reader.rest();
        reader.skip()?;
        let length = bytes.len() - reader.rest().len();
        bytes.get(..length).map(Self).ok_or(DecodeError::Truncated)
    }
}

impl IntoTerm for Encoded<'_> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.encoded(*self)
    }
}
