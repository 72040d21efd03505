//! Encoding: into a buffer, or into bytes of their own.

use alloc::vec::Vec;

use super::sizer::Sizer;
use super::writer::Writer;
use crate::build::BuildError;
use crate::into::IntoTerm;

/// Why a value was not encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EncodeError {
    /// The buffer has no room for it.
    Full,
    /// There is no memory for it.
    OutOfMemory,
    /// There are no bytes for it: a float that is not finite, an atom of more than 255 characters,
    /// a map that holds a key twice, anything that only its VM knows (a pid, a port, a resource),
    /// a value whose type was forgotten, or a description that uses a part twice or not at all.
    Unrepresentable,
}

impl core::fmt::Display for EncodeError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Full => "the buffer is too small for the term",
            Self::OutOfMemory => "there is no memory for the term",
            Self::Unrepresentable => "the external term format has no such term",
        })
    }
}

impl core::error::Error for EncodeError {}

/// Of a writer: memory is what its buffer has.
impl From<BuildError> for EncodeError {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::OutOfMemory => Self::Full,
            BuildError::Unrepresentable | BuildError::UnknownAtom => Self::Unrepresentable,
        }
    }
}

/// Encodes a value into the end of a buffer, and returns the bytes that were written. Nothing is
/// moved, and no memory is taken.
///
/// The bytes are those of Erlang's `term_to_binary/1` as of OTP 26, with the pairs of a map in the
/// order in which they were described. (OTP 25 writes the same with `{minor_version, 2}`.)
///
/// A buffer of [`size`] bytes is enough, but for a description by hand that makes the bytes of a
/// string before the end of its list: they take two bytes each until they are joined.
///
/// # Errors
///
/// The buffer is too small, or the value has no encoding.
#[inline]
pub fn encode_at_end<'b, T>(value: &T, buffer: &'b mut [u8]) -> Result<&'b mut [u8], EncodeError>
where
    T: IntoTerm + ?Sized,
{
    let mut writer = Writer::new(buffer);
    let whole = value.build(&mut writer);
    let start = writer.finish(whole)?;
    buffer.get_mut(start..).ok_or(EncodeError::Full)
}

/// Encodes a value into the beginning of a buffer, as [`encode_at_end`], and returns the bytes
/// that were written. They are written at the end and then moved once.
///
/// # Errors
///
/// The buffer is too small, or the value has no encoding.
#[inline]
pub fn encode<'b, T>(value: &T, buffer: &'b mut [u8]) -> Result<&'b mut [u8], EncodeError>
where
    T: IntoTerm + ?Sized,
{
    let length = encode_at_end(value, buffer)?.len();
    let start = buffer.len() - length;
    buffer.copy_within(start.., 0);
    buffer.get_mut(..length).ok_or(EncodeError::Full)
}

/// Counts the bytes that [`encode`] takes.
///
/// # Errors
///
/// The value has no encoding, as far as its size tells: floats and keys are not looked at.
pub fn size<T: IntoTerm + ?Sized>(value: &T) -> Result<usize, EncodeError> {
    let mut sizer = Sizer::default();
    let whole = value.build(&mut sizer)?;
    Ok(sizer.finish(whole)?)
}

/// Encodes a value, as [`encode`], into exactly as much memory as it takes.
///
/// # Errors
///
/// There is no memory, the value has no encoding, or it changed while it was encoded.
pub fn to_vec<T: IntoTerm + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let size = size(value)?;
    match to_vec_within(value, size) {
        Err(EncodeError::Full) => to_vec_within(value, size.saturating_mul(2)),
        encoded => encoded,
    }
}

/// Encodes a value in room for so many bytes.
#[inline]
fn to_vec_within<T: IntoTerm + ?Sized>(value: &T, room: usize) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(room)
        .map_err(|_| EncodeError::OutOfMemory)?;
    bytes.resize(room, 0);
    let unused = room - encode_at_end(value, &mut bytes)?.len();
    bytes.drain(..unused);
    Ok(bytes)
}
