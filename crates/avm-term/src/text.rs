//! Text and bytes from all that Erlang has for them: binaries, lists, iolists.

use alloc::string::String;
use alloc::vec::Vec;

use crate::build::{BuildError, Builder};
use crate::from::FromTerm;
use crate::into::IntoTerm;
use crate::invalid::Invalid;
use crate::term::Term;

/// The most bytes that a [`Text`] or [`Bytes`] takes: 64 KiB. Longer data is read as `&[u8]`.
pub const MAX_FLAT_BYTES: usize = 64 * 1024;

/// The most list cells that are walked for one value; ends the walk through lists that hold
/// themselves many times over and come to nothing.
const MAX_CELLS: usize = 2 * MAX_FLAT_BYTES;

/// The most lists that wait for an inner one to end.
const MAX_WAITING: usize = 64;

/// Text as Erlang's `unicode:chardata()`: a binary of UTF-8, a list of code points, or nested
/// lists of both, whose last tail may be a binary. At most [`MAX_FLAT_BYTES`] of UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(pub String);

/// Bytes as Erlang's `iodata()`: a binary, or nested lists of binaries and bytes, whose last tail
/// may be a binary. At most [`MAX_FLAT_BYTES`].
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(pub Vec<u8>);

impl<'a> FromTerm<'a> for Text {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        let utf8 = flatten(term, |bytes, code| {
            let mut buffer = [0; 4];
            let code = u32::try_from(code)
                .ok()
                .and_then(char::from_u32)
                .ok_or(Stop::NoMatch)?;
            append(bytes, code.encode_utf8(&mut buffer).as_bytes())
        })?;
        String::from_utf8(utf8)
            .map(Self)
            .map_err(|_| Invalid::Term(term))
    }
}

impl<'a> FromTerm<'a> for Bytes {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        let byte = |code| u8::try_from(code).map_err(|_| Stop::NoMatch);
        flatten(term, |bytes, code| append(bytes, &[byte(code)?])).map(Self)
    }
}

/// A binary of UTF-8.
impl IntoTerm for Text {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.binary(self.0.as_bytes())
    }
}

/// A binary.
impl IntoTerm for Bytes {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.binary(&self.0)
    }
}

/// Why a walk ends early.
enum Stop {
    NoMatch,
    OutOfMemory,
}

/// Walks the leaves of nested lists from left to right, without recursion.
fn flatten<'a>(
    term: Term<'a>,
    mut put: impl FnMut(&mut Vec<u8>, u64) -> Result<(), Stop>,
) -> Result<Vec<u8>, Invalid<'a>> {
    let mut bytes = Vec::new();
    walk(term, |leaf| match (leaf.binary(), leaf.unsigned()) {
        (Some(binary), _) => append(&mut bytes, binary),
        (None, Some(code)) => put(&mut bytes, code),
        (None, None) => Err(Stop::NoMatch),
    })
    .map_err(|stop| match stop {
        Stop::NoMatch => Invalid::Term(term),
        Stop::OutOfMemory => Invalid::OutOfMemory,
    })?;
    Ok(bytes)
}

/// Hands every leaf to `leaf`: what is no list, or the whole term. An integer is a leaf only as
/// the head of a cell, so neither `5` nor `[1 | 5]` passes.
fn walk<'a>(
    whole: Term<'a>,
    mut leaf: impl FnMut(Term<'a>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut waiting: Vec<Term<'a>> = Vec::new();
    let mut cells = 0;
    let mut here = whole;
    loop {
        if let Some((head, tail)) = here.cell() {
            cells += 1;
            if cells > MAX_CELLS {
                return Err(Stop::NoMatch);
            }
            here = tail;
            if head.cell().is_some() {
                push_waiting(&mut waiting, tail)?;
                here = head;
            } else if !head.is_nil() {
                leaf(head)?;
            }
            continue;
        }
        match (here.is_nil(), here.binary()) {
            (true, _) => {}
            (false, Some(_)) => leaf(here)?,
            (false, None) => return Err(Stop::NoMatch),
        }
        match waiting.pop() {
            Some(tail) => here = tail,
            None => return Ok(()),
        }
    }
}

/// Remembers where to go on; an empty rest needs no remembering, so `[[[["a"]]]]` costs nothing.
fn push_waiting<'a>(waiting: &mut Vec<Term<'a>>, tail: Term<'a>) -> Result<(), Stop> {
    if tail.is_nil() {
        return Ok(());
    }
    if waiting.len() == MAX_WAITING {
        return Err(Stop::NoMatch);
    }
    waiting.try_reserve(1).map_err(|_| Stop::OutOfMemory)?;
    waiting.push(tail);
    Ok(())
}

/// Appends within the limit.
fn append(bytes: &mut Vec<u8>, more: &[u8]) -> Result<(), Stop> {
    if bytes.len() + more.len() > MAX_FLAT_BYTES {
        return Err(Stop::NoMatch);
    }
    bytes
        .try_reserve(more.len())
        .map_err(|_| Stop::OutOfMemory)?;
    bytes.extend_from_slice(more);
    Ok(())
}
