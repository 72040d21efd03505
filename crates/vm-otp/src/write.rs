//! Making terms.
#![expect(unsafe_code, reason = "calls the VM's functions that make terms")]
// Each function's contract is that of `Vm`, so each block below stands on it.

use std::vec::Vec;

use avm_term::vm::{MakeError, RawTerm};

use crate::abi::{self, Env};

/// Up to so many pairs are taken apart on the C stack; a map of more is no flat one in the VM.
const FLAT: usize = 32;

pub(crate) unsafe fn float(env: *mut Env, value: f64) -> Result<RawTerm, MakeError> {
    // The VM would raise badarg.
    if !value.is_finite() {
        return Err(MakeError::Unrepresentable);
    }
    // SAFETY: the caller's, see `Vm`.
    Ok(RawTerm(unsafe { abi::enif_make_double(env, value) }))
}

pub(crate) unsafe fn binary(env: *mut Env, bytes: &[u8]) -> Result<RawTerm, MakeError> {
    let mut term = 0;
    // SAFETY: the caller's, see `Vm`.
    let start = unsafe { abi::enif_make_new_binary(env, bytes.len(), &raw mut term) };
    if start.is_null() {
        return Err(MakeError::OutOfMemory);
    }
    // SAFETY: the VM made room for so many bytes, elsewhere.
    unsafe { start.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
    Ok(RawTerm(term))
}

#[inline]
pub(crate) unsafe fn tuple(env: *mut Env, elements: &[RawTerm]) -> Result<RawTerm, MakeError> {
    // The VM's tuples are no longer than that.
    let count = u32::try_from(elements.len()).map_err(|_| MakeError::Unrepresentable)?;
    // SAFETY: the caller's, see `Vm`; a `RawTerm` is a word.
    let term =
        unsafe { abi::enif_make_tuple_from_array(env, elements.as_ptr().cast::<usize>(), count) };
    Ok(RawTerm(term))
}

/// Makes a map of pairs whose keys differ.
pub(crate) unsafe fn map(
    env: *mut Env,
    pairs: &[(RawTerm, RawTerm)],
) -> Result<RawTerm, MakeError> {
    let mut flat = [0; 2 * FLAT];
    let mut large = Vec::new();
    let words = 2 * pairs.len();
    let words = match flat.get_mut(..words) {
        Some(words) => words,
        None => {
            let room = large.try_reserve_exact(words);
            room.map_err(|_| MakeError::OutOfMemory)?;
            large.resize(words, 0);
            large.as_mut_slice()
        }
    };
    let (keys, values) = words.split_at_mut(pairs.len());
    for ((key, value), pair) in keys.iter_mut().zip(values.iter_mut()).zip(pairs) {
        (*key, *value) = (pair.0.0, pair.1.0);
    }
    let mut map = 0;
    let (keys, values) = (keys.as_ptr(), values.as_ptr());
    // SAFETY: the caller's, see `Vm`; so many keys and values stand there.
    let made =
        unsafe { abi::enif_make_map_from_arrays(env, keys, values, pairs.len(), &raw mut map) };
    // The VM refuses a key that stands there twice.
    if made == 0 {
        return Err(MakeError::Unrepresentable);
    }
    Ok(RawTerm(map))
}
