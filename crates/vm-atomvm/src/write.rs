//! Making terms: words into a heap, without C but for large binaries.
#![expect(unsafe_code, reason = "writes the words of new terms")]

use avm_term::vm::{MakeError, OutOfMemory, RawEnv, RawTerm, Shape};

use crate::heap;
use crate::read::compare;
use crate::resource_terms;
use crate::version::vm;
use crate::word::*;

/// Counts what [`make_signed`] and the others take.
#[inline(always)]
pub(crate) fn words(shape: Shape) -> usize {
    match shape {
        Shape::Signed(value) => signed_words(value),
        Shape::Unsigned(value) => match i64::try_from(value) {
            Ok(value) => signed_words(value),
            Err(_) => 1 + 2 * INT64_WORDS,
        },
        Shape::Float => 1 + float_words(),
        Shape::Binary(bytes) => binary_words(bytes),
        Shape::Tuple(elements) => (1 + elements).max(2),
        Shape::Cell => 2,
        Shape::Map(pairs) => 3 + 2 * pairs,
        Shape::Resource => resource_terms::words(),
        Shape::ResourceBinary(bytes) => resource_terms::binary_words_of(bytes),
    }
}

#[inline(always)]
fn signed_words(value: i64) -> usize {
    if is_small(value) { 0 } else { 1 + INT64_WORDS }
}

/// The words of a float, but its header.
fn float_words() -> usize {
    vm().layout.header_float >> 6
}

fn no_memory(_: OutOfMemory) -> MakeError {
    MakeError::OutOfMemory
}

/// Writes words into the heap; the first of them is a header, or the tail of a cell.
#[inline(always)]
unsafe fn put<const N: usize>(
    env: RawEnv,
    tag: usize,
    words: [usize; N],
) -> Result<RawTerm, MakeError> {
    // SAFETY: the env is live, as the caller promises.
    let at = unsafe { heap::alloc(env, N) }.map_err(no_memory)?;
    // SAFETY: `alloc` gave out `N` words.
    unsafe { at.cast::<[usize; N]>().write(words) };
    Ok(RawTerm(at as usize | tag))
}

#[inline(always)]
pub(crate) unsafe fn make_signed(env: RawEnv, value: i64) -> Result<RawTerm, MakeError> {
    if is_small(value) {
        return Ok(RawTerm(small(value)));
    }
    // SAFETY: as the caller promises.
    unsafe { boxed(env, value) }
}

unsafe fn boxed(env: RawEnv, value: i64) -> Result<RawTerm, MakeError> {
    let tag = if value < 0 {
        vm().tags.negative
    } else {
        POSITIVE
    };
    let head = header(INT64_WORDS, tag);
    if INT64_WORDS == 1 {
        // SAFETY: as the caller promises.
        return unsafe { put(env, BOXED, [head, value as usize]) };
    }
    // SAFETY: as the caller promises.
    unsafe { put(env, BOXED, [head, value as usize, (value >> 32) as usize]) }
}

#[inline(always)]
pub(crate) unsafe fn make_unsigned(env: RawEnv, value: u64) -> Result<RawTerm, MakeError> {
    match i64::try_from(value) {
        // SAFETY: as the caller promises.
        Ok(value) => unsafe { make_signed(env, value) },
        // SAFETY: as the caller promises.
        Err(_) => unsafe { bigint(env, value) },
    }
}

/// An integer above `i64::MAX`: twice the words of an `i64`, as `term_bigint_size_requirements`
/// rounds, because one that took no more would be read in two's complement.
unsafe fn bigint(env: RawEnv, value: u64) -> Result<RawTerm, MakeError> {
    if !vm().tags.bigints {
        return Err(MakeError::Unrepresentable);
    }
    let head = header(2 * INT64_WORDS, POSITIVE);
    if INT64_WORDS == 1 {
        // SAFETY: as the caller promises.
        return unsafe { put(env, BOXED, [head, value as usize, 0]) };
    }
    // SAFETY: as the caller promises.
    unsafe {
        put(
            env,
            BOXED,
            [head, value as usize, (value >> 32) as usize, 0, 0],
        )
    }
}

pub(crate) unsafe fn make_float(env: RawEnv, value: f64) -> Result<RawTerm, MakeError> {
    if !value.is_finite() {
        return Err(MakeError::Unrepresentable);
    }
    let words = float_words();
    // SAFETY: as the caller promises.
    let at = unsafe { heap::alloc(env, 1 + words) }.map_err(no_memory)?;
    // SAFETY: `alloc` gave out the header's word.
    unsafe { at.write(header(words, FLOAT)) };
    let behind = at.wrapping_add(1);
    if words * size_of::<usize>() < size_of::<f64>() {
        // A build with `AVM_USE_32BIT_FLOAT` on a machine of 32 bits.
        // SAFETY: `alloc` gave out a word behind the header.
        unsafe { behind.cast::<f32>().write_unaligned(value as f32) };
    } else {
        // SAFETY: `alloc` gave out the words of a double behind the header.
        unsafe { behind.cast::<f64>().write_unaligned(value) };
    }
    Ok(RawTerm(at as usize | BOXED))
}

pub(crate) unsafe fn make_binary(env: RawEnv, bytes: &[u8]) -> Result<RawTerm, MakeError> {
    // Always on the heap: both versions read heap binaries of any length, and the function that
    // makes others aborts 0.6.6 when it has no memory.
    let words = binary_words(bytes.len());
    // SAFETY: as the caller promises.
    let at = unsafe { heap::alloc(env, words) }.map_err(no_memory)?;
    // SAFETY: `alloc` gave out at least two words.
    unsafe {
        at.cast::<[usize; 2]>()
            .write([header(words - 1, HEAP_BINARY), bytes.len()])
    };
    // SAFETY: `alloc` gave out words for so many bytes behind those two.
    unsafe {
        at.wrapping_add(2)
            .cast::<u8>()
            .copy_from_nonoverlapping(bytes.as_ptr(), bytes.len())
    };
    Ok(RawTerm(at as usize | BOXED))
}

#[inline(always)]
pub(crate) unsafe fn make_tuple(env: RawEnv, elements: &[RawTerm]) -> Result<RawTerm, MakeError> {
    // AtomVM's collector needs two words of every boxed term.
    let words = (1 + elements.len()).max(2);
    // SAFETY: as the caller promises.
    let at = unsafe { heap::alloc(env, words) }.map_err(no_memory)?;
    // SAFETY: `alloc` gave out the header's word.
    unsafe { at.write(header(elements.len(), TUPLE)) };
    // SAFETY: `alloc` gave out a word for each element; `RawTerm` is a word.
    unsafe {
        at.wrapping_add(1)
            .cast::<RawTerm>()
            .copy_from_nonoverlapping(elements.as_ptr(), elements.len())
    };
    Ok(RawTerm(at as usize | BOXED))
}

#[inline(always)]
pub(crate) unsafe fn make_cell(
    env: RawEnv,
    head: RawTerm,
    tail: RawTerm,
) -> Result<RawTerm, MakeError> {
    // SAFETY: as the caller promises.
    unsafe { put(env, LIST, [tail.0, head.0]) }
}

/// Sorts pairs by their keys, of which no two are the same. By insertion: a driver's maps have few
/// keys, and the sort of the standard library is as large as a small port.
///
/// # Safety
///
/// The keys are live.
unsafe fn sort(pairs: &mut [(RawTerm, RawTerm)]) -> Result<(), MakeError> {
    let mut rest = 1;
    while let Some((next, sorted)) = pairs.get_mut(..=rest).and_then(<[_]>::split_last_mut) {
        // SAFETY: as the caller promises.
        let order = |other: &(RawTerm, RawTerm)| unsafe { compare(other.0.0, next.0.0) };
        let place = sorted.partition_point(|other| order(other).is_lt());
        if sorted.get(place).is_some_and(|other| order(other).is_eq()) {
            return Err(MakeError::Unrepresentable);
        }
        if let Some(moved) = pairs.get_mut(place..=rest) {
            moved.rotate_right(1);
        }
        rest += 1;
    }
    Ok(())
}

/// Makes a map: the sorted keys in a tuple, then the values.
pub(crate) unsafe fn make_map(
    env: RawEnv,
    pairs: &mut [(RawTerm, RawTerm)],
) -> Result<RawTerm, MakeError> {
    // SAFETY: as the caller promises.
    unsafe { sort(pairs) }?;
    let count = pairs.len();
    // SAFETY: as the caller promises.
    let at = unsafe { heap::alloc(env, 3 + 2 * count) }.map_err(no_memory)?;
    let mut next = at;
    let mut push = |word: usize| {
        // SAFETY: `3 + 2 * count` words are pushed below, and `alloc` gave out so many.
        unsafe { next.write(word) };
        next = next.wrapping_add(1);
    };
    push(header(count, TUPLE));
    pairs.iter().for_each(|(key, _)| push(key.0));
    push(header(1 + count, vm().tags.map));
    push(at as usize | BOXED);
    pairs.iter().for_each(|(_, value)| push(value.0));
    Ok(RawTerm(at.wrapping_add(1 + count) as usize | BOXED))
}
