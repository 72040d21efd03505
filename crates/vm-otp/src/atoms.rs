//! Atoms and their text, which is UTF-8.
//!
//! The functions of `erl_nif.h` 2.16 know atoms in Latin-1 only. ASCII is in both; any other text
//! goes by way of the external term format, where every OTP writes atoms as UTF-8.
#![expect(unsafe_code, reason = "calls the VM's functions for atoms")]

use avm_term::vm::OutOfMemory;

use crate::abi::{self, Binary, Env};

/// The most bytes of an atom's text: 255 characters of four bytes.
const MAX_TEXT: usize = 1020;
/// Version, tag and length before the text.
const MAX_HEADER: usize = 4;

/// The first byte of the external term format.
const VERSION: u8 = 131;
/// `ATOM_EXT`: two bytes of length, Latin-1. OTP 25 still writes it where it can.
const ATOM: u8 = 100;
/// `ATOM_UTF8_EXT`: two bytes of length.
const ATOM_UTF8: u8 = 118;
/// `SMALL_ATOM_UTF8_EXT`: one byte of length.
const SMALL_ATOM_UTF8: u8 = 119;

/// Copies an atom's text.
///
/// # Safety
///
/// As for `Vm::atom_text`.
pub(crate) unsafe fn text(env: *mut Env, term: usize, into: &mut [u8]) -> Option<usize> {
    // As Latin-1 and its 0.
    let mut latin1 = [0u8; 256];
    let size = latin1.len() as u32;
    let start = latin1.as_mut_ptr().cast();
    // SAFETY: as the caller promises, and the buffer has that size.
    let written = unsafe { abi::enif_get_atom(env, term, start, size, abi::LATIN1) };
    if let Some(length) = usize::try_from(written).ok().and_then(|n| n.checked_sub(1)) {
        return from_latin1(latin1.get(..length)?, into);
    }
    // SAFETY: as the caller promises.
    if unsafe { abi::enif_is_atom(env, term) } == 0 {
        return None;
    }
    let mut external = Binary::EMPTY;
    // SAFETY: as the caller promises.
    if unsafe { abi::enif_term_to_binary(env, term, &raw mut external) } == 0 {
        return None;
    }
    // SAFETY: the VM gave out that many bytes, until they are released.
    let bytes = unsafe { core::slice::from_raw_parts(external.data, external.size) };
    let length = from_external(bytes, into);
    // SAFETY: made above, and no borrow is left.
    unsafe { abi::enif_release_binary(&raw mut external) };
    length
}

fn from_latin1(latin1: &[u8], into: &mut [u8]) -> Option<usize> {
    if latin1.is_ascii() {
        into.get_mut(..latin1.len())?.copy_from_slice(latin1);
        return Some(latin1.len());
    }
    let mut at = 0;
    for byte in latin1 {
        let character = char::from(*byte);
        let place = into.get_mut(at..at + character.len_utf8())?;
        at += character.encode_utf8(place).len();
    }
    Some(at)
}

fn from_external(external: &[u8], into: &mut [u8]) -> Option<usize> {
    let (latin1, text) = match external {
        [VERSION, SMALL_ATOM_UTF8, _, text @ ..] => (false, text),
        [VERSION, ATOM_UTF8, _, _, text @ ..] => (false, text),
        [VERSION, ATOM, _, _, text @ ..] => (true, text),
        _ => return None,
    };
    if latin1 {
        return from_latin1(text, into);
    }
    into.get_mut(..text.len())?.copy_from_slice(text);
    Some(text.len())
}

/// Writes an atom's text in the external term format.
fn to_external<'b>(text: &str, into: &'b mut [u8; MAX_HEADER + MAX_TEXT]) -> Option<&'b [u8]> {
    let length = u16::try_from(text.len()).ok()?.to_be_bytes();
    let whole = into.get_mut(..MAX_HEADER + text.len())?;
    let (header, place) = whole.split_at_mut_checked(MAX_HEADER)?;
    header.copy_from_slice(&[VERSION, ATOM_UTF8, length[0], length[1]]);
    place.copy_from_slice(text.as_bytes());
    Some(whole)
}

/// Makes an atom of at most 255 bytes.
///
/// # Safety
///
/// The environment is live.
pub(crate) unsafe fn make(env: *mut Env, text: &str) -> Result<usize, OutOfMemory> {
    if text.is_ascii() {
        // SAFETY: so many bytes of text, fewer than an atom may have.
        return Ok(unsafe { abi::enif_make_atom_len(env, text.as_ptr().cast(), text.len()) });
    }
    // SAFETY: as the caller promises.
    unsafe { decode(env, text, 0) }.ok_or(OutOfMemory)
}

/// Finds an atom, if the VM has it.
///
/// # Safety
///
/// The environment is live.
pub(crate) unsafe fn existing(env: *mut Env, text: &str) -> Option<usize> {
    if !text.is_ascii() {
        // SAFETY: as the caller promises.
        return unsafe { decode(env, text, abi::BIN2TERM_SAFE) };
    }
    let mut atom = 0;
    let (start, length) = (text.as_ptr().cast(), text.len());
    // SAFETY: so many bytes of text, which are only looked at.
    let is =
        unsafe { abi::enif_make_existing_atom_len(env, start, length, &raw mut atom, abi::LATIN1) };
    (is != 0).then_some(atom)
}

unsafe fn decode(env: *mut Env, text: &str, options: u32) -> Option<usize> {
    let mut buffer = [0; MAX_HEADER + MAX_TEXT];
    let external = to_external(text, &mut buffer)?;
    let mut atom = 0;
    let (start, length) = (external.as_ptr(), external.len());
    // SAFETY: so many bytes, which are only looked at.
    let read = unsafe { abi::enif_binary_to_term(env, start, length, &raw mut atom, options) };
    (read != 0).then_some(atom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back_out_of_the_external_format() {
        let long = "ü".repeat(200);
        for text in ["", "ok", "größe", "日本", long.as_str()] {
            let mut buffer = [0; MAX_HEADER + MAX_TEXT];
            let external = to_external(text, &mut buffer).unwrap();
            let mut back = [0; MAX_TEXT];
            let length = from_external(external, &mut back).unwrap();
            assert_eq!(&back[..length], text.as_bytes());
        }
        let too_long = "x".repeat(MAX_TEXT + 1);
        assert!(to_external(&too_long, &mut [0; MAX_HEADER + MAX_TEXT]).is_none());
    }

    #[test]
    fn all_three_forms_of_atoms_are_read() {
        let mut into = [0; 8];
        assert_eq!(
            from_external(&[131, 119, 2, b'o', b'k'], &mut into),
            Some(2)
        );
        assert_eq!(from_external(&[131, 100, 0, 1, 0xFC], &mut into), Some(2));
        assert_eq!(&into[..2], "ü".as_bytes());
        assert_eq!(from_external(&[131, 97, 1], &mut into), None);
        assert_eq!(from_latin1(b"123456789", &mut into), None);
        assert_eq!(from_latin1(&[0xFC; 5], &mut into), None);
    }
}
