//! Taking terms apart: the inlines of `term.h`, in Rust.
#![expect(unsafe_code, reason = "reads the words of live terms")]
// Every function here takes a term that is live, by the contract of `avm_term::vm::Vm`; what its
// header says, AtomVM or `crate::write` wrote.

use core::cmp::Ordering;

use avm_term::Kind;
use avm_term::vm::RawTerm;

use crate::version::{self, vm};
use crate::word::{self, *};
use crate::{abi, ending};

/// What a term points to: its header, or the first word of a list cell.
#[inline(always)]
pub(crate) fn pointer(term: usize) -> *const usize {
    (term & !PRIMARY_MASK) as *const usize
}

/// Word `index` behind a pointer term.
///
/// # Safety
///
/// `term` is a live list cell or boxed term of more than `index` words.
#[inline(always)]
pub(crate) unsafe fn at(term: usize, index: usize) -> usize {
    // SAFETY: as the caller promises.
    unsafe { *pointer(term).wrapping_add(index) }
}

/// The header of a boxed term.
///
/// # Safety
///
/// `term` is live.
#[inline(always)]
pub(crate) unsafe fn header(term: usize) -> Option<usize> {
    if term & PRIMARY_MASK != BOXED {
        return None;
    }
    // SAFETY: a boxed term has a header.
    Some(unsafe { at(term, 0) })
}

/// The header of a boxed term with this tag.
#[inline(always)]
unsafe fn tagged(term: usize, tag: usize) -> Option<usize> {
    // SAFETY: as the caller promises.
    unsafe { header(term) }.filter(|header| header & HEADER_MASK == tag)
}

pub(crate) unsafe fn kind(term: usize) -> Kind {
    match term & PRIMARY_MASK {
        LIST => return Kind::List,
        BOXED => {}
        _ => return immediate_kind(term),
    }
    // SAFETY: a boxed term has a header.
    let tag = unsafe { at(term, 0) } & HEADER_MASK;
    let tags = vm().tags;
    match tag {
        TUPLE => Kind::Tuple,
        POSITIVE | NEGATIVE => Kind::Integer,
        FLOAT => Kind::Float,
        REFC_BINARY | HEAP_BINARY | SUB_BINARY => Kind::Binary,
        REFERENCE | EXTERNAL_REFERENCE => Kind::Reference,
        _ if tag == tags.map => Kind::Map,
        EXTERNAL_PID => Kind::Pid,
        EXTERNAL_PORT => Kind::Port,
        // A function, or the state of a binary match, which is never in a message.
        FUNCTION => Kind::Function,
        _ => Kind::Function,
    }
}

fn immediate_kind(term: usize) -> Kind {
    match term & IMMED_MASK {
        PID => Kind::Pid,
        INTEGER => Kind::Integer,
        tag if tag == vm().tags.port => Kind::Port,
        _ if term == NIL => Kind::List,
        _ if term & IMMED2_MASK == ATOM => Kind::Atom,
        _ => Kind::Function,
    }
}

#[inline(always)]
pub(crate) unsafe fn signed(term: usize) -> Option<i64> {
    if term & IMMED_MASK == INTEGER {
        return Some(small_value(term));
    }
    // SAFETY: as the caller promises.
    unsafe { boxed_signed(term) }
}

unsafe fn boxed_signed(term: usize) -> Option<i64> {
    // SAFETY: as the caller promises.
    let header = unsafe { header(term) }?;
    if !matches!(header & HEADER_MASK, POSITIVE | NEGATIVE) {
        return None;
    }
    let words = header >> 6;
    if words == 1 {
        // SAFETY: the header says that one word follows.
        return Some(unsafe { at(term, 1) } as isize as i64);
    }
    if words != INT64_WORDS {
        return None;
    }
    // SAFETY: the header says that two words follow; the low one comes first.
    let low = unsafe { at(term, 1) } as u64;
    // SAFETY: as above.
    let high = unsafe { at(term, 2) } as u64;
    Some((high << 32 | low) as i64)
}

pub(crate) unsafe fn unsigned(term: usize) -> Option<u64> {
    // SAFETY: as the caller promises.
    if let Some(value) = unsafe { signed(term) } {
        return u64::try_from(value).ok();
    }
    // SAFETY: as the caller promises.
    unsafe { bigint(term) }
}

/// A positive integer of more than `INT64_WORDS` words, whose upper words are zero: how main
/// keeps what lies between `i64::MAX` and `u64::MAX`. The low word comes first.
unsafe fn bigint(term: usize) -> Option<u64> {
    // SAFETY: as the caller promises.
    let header = unsafe { tagged(term, POSITIVE) }?;
    let words = header >> 6;
    if words <= INT64_WORDS {
        return None;
    }
    for upper in INT64_WORDS..words {
        // SAFETY: `upper + 1` is within the words that the header counts.
        if unsafe { at(term, upper + 1) } != 0 {
            return None;
        }
    }
    // SAFETY: the header counts at least one word.
    let low = unsafe { at(term, 1) } as u64;
    if INT64_WORDS == 1 {
        return Some(low);
    }
    // SAFETY: the header counts more than two words.
    Some((unsafe { at(term, 2) } as u64) << 32 | low)
}

pub(crate) unsafe fn float(term: usize) -> Option<f64> {
    // SAFETY: as the caller promises.
    let header = unsafe { tagged(term, FLOAT) }?;
    let value = pointer(term).wrapping_add(1);
    if (header >> 6) * size_of::<usize>() >= size_of::<f64>() {
        // SAFETY: the header counts enough words for a double, which need not be aligned.
        return Some(unsafe { value.cast::<f64>().read_unaligned() });
    }
    // A build with `AVM_USE_32BIT_FLOAT` on a machine of 32 bits.
    // SAFETY: the header counts one word.
    Some(unsafe { value.cast::<f32>().read_unaligned() }.into())
}

pub(crate) unsafe fn binary(term: usize) -> Option<(*const u8, usize)> {
    // SAFETY: as the caller promises.
    let header = unsafe { header(term) }?;
    match header & HEADER_MASK {
        HEAP_BINARY | REFC_BINARY | SUB_BINARY => {}
        _ => return None,
    }
    // SAFETY: every kind of binary has its length behind the header.
    let bytes = unsafe { at(term, 1) };
    if header & HEADER_MASK != SUB_BINARY {
        // SAFETY: a binary with data of its own, as just seen.
        return Some((unsafe { own_data(term, header) }?, bytes));
    }
    // SAFETY: a sub-binary has an offset and the binary that it is a part of.
    let offset = unsafe { at(term, 2) };
    // SAFETY: as above.
    let whole = unsafe { at(term, 3) };
    // SAFETY: a sub-binary refers to a binary, which is boxed.
    let whole_header = unsafe { at(whole, 0) };
    // SAFETY: AtomVM never makes a sub-binary of a sub-binary (`term_alloc_sub_binary`).
    let data = unsafe { own_data(whole, whole_header) }?;
    Some((data.wrapping_add(offset), bytes))
}

/// Where a heap binary or a reference-counted one has its bytes. At its end the VM frees those that
/// are not on a heap.
unsafe fn own_data(term: usize, header: usize) -> Option<*const u8> {
    if header & HEADER_MASK == HEAP_BINARY {
        return Some(pointer(term).wrapping_add(2).cast());
    }
    if ending::vm_ended() {
        return None;
    }
    // SAFETY: a reference-counted binary has its flags and a pointer.
    let flags = unsafe { at(term, 2) };
    // SAFETY: as above.
    let refc = unsafe { at(term, 3) };
    if flags & REFC_IS_CONST != 0 {
        return Some(refc as *const u8);
    }
    let layout = &vm().layout;
    if flags & layout.refc_resource_managed != 0 {
        let data = refc + layout.refc_data + layout.resource_binary_data;
        // SAFETY: with the flag the pointer is to one whose data are a `ResourceBinary`.
        return Some(unsafe { *(data as *const *const u8) });
    }
    // SAFETY: without the flags the pointer is to a live `RefcBinary`.
    Some(unsafe { abi::refc_binary_get_data(refc as *mut _) })
}

#[inline(always)]
pub(crate) unsafe fn arity(term: usize) -> Option<usize> {
    // SAFETY: as the caller promises.
    unsafe { tagged(term, TUPLE) }.map(|header| header >> 6)
}

#[inline(always)]
pub(crate) unsafe fn element(term: usize, index: usize) -> Option<usize> {
    // SAFETY: as the caller promises.
    let arity = unsafe { arity(term) }?;
    if index >= arity {
        return None;
    }
    // SAFETY: the index is below the arity, and the header comes first.
    Some(unsafe { at(term, index + 1) })
}

#[inline(always)]
pub(crate) unsafe fn elements(term: usize, into: &mut [RawTerm]) -> bool {
    // SAFETY: as the caller promises.
    if unsafe { header(term) } != Some(word::header(into.len(), TUPLE)) {
        return false;
    }
    for (index, element) in into.iter_mut().enumerate() {
        // SAFETY: the header counts as many words, and comes first.
        *element = RawTerm(unsafe { at(term, index + 1) });
    }
    true
}

pub(crate) unsafe fn cell(term: usize) -> Option<(usize, usize)> {
    if term & PRIMARY_MASK != LIST {
        return None;
    }
    // SAFETY: a cell is two words, the tail first.
    let tail = unsafe { at(term, 0) };
    // SAFETY: as above.
    let head = unsafe { at(term, 1) };
    Some((head, tail))
}

/// The tuple of a map's keys; its values stand behind it.
unsafe fn map_keys(term: usize) -> Option<usize> {
    // SAFETY: as the caller promises.
    unsafe { tagged(term, vm().tags.map) }?;
    // SAFETY: the keys stand behind a map's header.
    Some(unsafe { at(term, 1) })
}

pub(crate) unsafe fn map_size(term: usize) -> Option<usize> {
    // SAFETY: as the caller promises.
    let keys = unsafe { map_keys(term) }?;
    // SAFETY: the keys of a live map are a live tuple.
    unsafe { arity(keys) }
}

pub(crate) unsafe fn map_pair(term: usize, index: usize) -> Option<(usize, usize)> {
    // SAFETY: as the caller promises.
    let keys = unsafe { map_keys(term) }?;
    // SAFETY: the keys of a live map are a live tuple.
    let key = unsafe { element(keys, index) }?;
    // SAFETY: there is a value for every key, behind the header and the keys.
    Some((key, unsafe { at(term, index + 2) }))
}

pub(crate) fn pid(term: usize) -> Option<usize> {
    (term & IMMED_MASK == PID).then_some(term >> 4)
}

/// A word that means the same in every heap: no pointer.
#[inline(always)]
pub(crate) fn is_immediate(term: usize) -> bool {
    term & PRIMARY_MASK == PRIMARY_MASK
}

/// Compares in term order. Terms too deep for AtomVM to compare count as equal. When the VM is gone,
/// whose table has the atoms, only a term and itself are equal.
pub(crate) unsafe fn compare(a: usize, b: usize) -> Ordering {
    if ending::vm_ended() {
        return a.cmp(&b);
    }
    // `TermCompareExact`, and the results of `TermCompareResult` (`term.h`).
    const EXACT: i32 = 1;
    const LESS: i32 = 2;
    const GREATER: i32 = 4;
    // SAFETY: the terms are live, as the caller promises.
    match unsafe { abi::term_compare(a, b, EXACT, version::global()) } {
        LESS => Ordering::Less,
        GREATER => Ordering::Greater,
        _ => Ordering::Equal,
    }
}

pub(crate) unsafe fn map_get(term: usize, key: usize) -> Option<usize> {
    // Not `term_get_map_assoc`, which aborts the VM when it has no memory to compare.
    // SAFETY: as the caller promises.
    let size = unsafe { map_size(term) }?;
    for index in 0..size {
        // SAFETY: as the caller promises.
        let (found, value) = unsafe { map_pair(term, index) }?;
        // SAFETY: both keys are live.
        if found == key || (!is_immediate(key) && unsafe { compare(found, key) }.is_eq()) {
            return Some(value);
        }
    }
    None
}

/// Copies an atom's text; `None` if it is no atom, or longer than the buffer.
///
/// AtomVM exports no function for the text of an atom but the one that prints terms, which prints
/// the text of an atom as it is, without quotes.
pub(crate) unsafe fn atom_text(term: usize, into: &mut [u8]) -> Option<usize> {
    if term & PRIMARY_MASK != PRIMARY_MASK || term & IMMED2_MASK != ATOM || ending::vm_ended() {
        return None;
    }
    // 255 characters of four bytes, and a final zero.
    let mut printed = [0u8; 4 * 255 + 1];
    // SAFETY: the buffer has the length that it is said to have, and the atom is live.
    let length = unsafe {
        abi::term_snprint(
            printed.as_mut_ptr().cast(),
            printed.len(),
            term,
            version::global(),
        )
    };
    let printed = printed.get(..usize::try_from(length).ok()?)?;
    into.get_mut(..printed.len())?.copy_from_slice(printed);
    Some(printed.len())
}
