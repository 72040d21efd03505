//! Copying terms between heaps: how many words that takes, and the copy.
//!
//! AtomVM's own `memory_estimate_usage` aborts the VM when it has no memory for its stack, so the
//! words are counted here.
#![expect(unsafe_code, reason = "walks the words of live terms")]

use alloc::vec::Vec;

use avm_term::vm::{OutOfMemory, RawEnv, RawTerm};

use crate::version::vm;
use crate::word::*;
use crate::{abi, ending, heap, read};

/// Counts the words of a copy of `term`, as `memory_estimate_usage` (`memory.c`) does.
///
/// # Safety
///
/// `term` is live.
#[inline]
pub(crate) unsafe fn words(term: usize) -> Result<usize, OutOfMemory> {
    if read::is_immediate(term) {
        return Ok(0);
    }
    // SAFETY: as the caller promises.
    if unsafe { is_local_reference(term) } {
        return Ok(1 + INT64_WORDS);
    }
    // SAFETY: as the caller promises.
    unsafe { all_words(term) }
}

/// Whether a term is the reference of a call, which every reply copies. It refers to nothing.
#[inline(always)]
unsafe fn is_local_reference(term: usize) -> bool {
    // A reference that stands for a resource is longer.
    const HEADER: usize = header(INT64_WORDS, REFERENCE);
    // SAFETY: as the caller promises; a boxed term has a header.
    term & PRIMARY_MASK == BOXED && unsafe { read::at(term, 0) } == HEADER
}

/// Counts the words of a term and all its parts.
unsafe fn all_words(term: usize) -> Result<usize, OutOfMemory> {
    let mut rest = Vec::new();
    let mut total = 0;
    let mut next = Some(term);
    while let Some(term) = next {
        // SAFETY: live, or a part of what is live.
        total += unsafe { visit(term, &mut rest) }?;
        next = rest.pop();
    }
    Ok(total)
}

/// Counts a term's own words, and leaves its parts in `rest`.
unsafe fn visit(term: usize, rest: &mut Vec<usize>) -> Result<usize, OutOfMemory> {
    if read::is_immediate(term) {
        return Ok(0);
    }
    // SAFETY: as the caller promises.
    if let Some((head, tail)) = unsafe { read::cell(term) } {
        push(rest, [tail, head].into_iter())?;
        return Ok(2);
    }
    // SAFETY: what is neither an immediate nor a cell is boxed.
    let header = unsafe { read::at(term, 0) };
    let size = header >> 6;
    // SAFETY: the indices below are within the words that the header counts.
    let part = |index| unsafe { read::at(term, index) };
    match header & HEADER_MASK {
        TUPLE => push(rest, (1..=size).map(part))?,
        // The first two words of a function are no terms, but a module and a place in it.
        FUNCTION => push(rest, (3..=size).map(part))?,
        SUB_BINARY => push(rest, [part(3)].into_iter())?,
        // The keys are a tuple of their own, and so count themselves.
        tag if tag == vm().tags.map => push(rest, (1..=size).map(part))?,
        _ => {}
    }
    Ok(size + 1)
}

fn push(rest: &mut Vec<usize>, parts: impl Iterator<Item = usize>) -> Result<(), OutOfMemory> {
    for part in parts.filter(|part| !read::is_immediate(*part)) {
        rest.try_reserve(1).map_err(|_| OutOfMemory)?;
        rest.push(part);
    }
    Ok(())
}

/// Copies a term into a heap.
///
/// # Safety
///
/// Both are live.
#[inline]
pub(crate) unsafe fn copy(env: RawEnv, term: RawTerm) -> Result<RawTerm, OutOfMemory> {
    if read::is_immediate(term.0) {
        return Ok(term);
    }
    // SAFETY: as the caller promises.
    if unsafe { is_local_reference(term.0) } {
        // SAFETY: as the caller promises.
        return unsafe { copy_reference(env, term) };
    }
    // SAFETY: as the caller promises.
    unsafe { copy_all(env, term) }
}

/// Copies a local reference, word by word.
#[inline(always)]
unsafe fn copy_reference(env: RawEnv, term: RawTerm) -> Result<RawTerm, OutOfMemory> {
    type Words = [usize; 1 + INT64_WORDS];
    // SAFETY: a local reference has so many words.
    let words = unsafe { read::pointer(term.0).cast::<Words>().read() };
    // SAFETY: as the caller promises.
    let at = unsafe { heap::alloc(env, words.len()) }?;
    // SAFETY: `alloc` gave out so many words.
    unsafe { at.cast::<Words>().write(words) };
    Ok(RawTerm(at as usize | BOXED))
}

/// Copies a term and all its parts; not while the VM ends, which frees what the copy would hold.
unsafe fn copy_all(env: RawEnv, term: RawTerm) -> Result<RawTerm, OutOfMemory> {
    if ending::vm_ended() {
        return Err(OutOfMemory);
    }
    // SAFETY: as the caller promises.
    let words = unsafe { words(term.0) }?;
    // SAFETY: as the caller promises. AtomVM does not check for room, so it is made here.
    unsafe { heap::reserve(env, words) }?;
    // SAFETY: as the caller promises.
    let heap = unsafe { &raw mut (*heap::env(env)).heap };
    // SAFETY: the heap has room for the copy.
    Ok(RawTerm(unsafe { abi::memory_copy_term_tree(heap, term.0) }))
}
