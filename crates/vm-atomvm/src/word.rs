//! How AtomVM packs a term into a word, and what a header says.
//!
//! All of it from `src/libAtomVM/term.h` and `term_typedef.h`. The two versions differ in three
//! tags, which [`Tags`] holds; everything else is the same in 0.6.6 and main.

#[cfg(not(target_os = "none"))]
use crate::layout::Layout;
use crate::layout::V0_7;

/// The two low bits of a word.
pub(crate) const PRIMARY_MASK: usize = 0x3;
/// `TERM_PRIMARY_LIST`: a pointer to a cell of [tail, head].
pub(crate) const LIST: usize = 0x1;
/// `TERM_PRIMARY_BOXED`: a pointer to a header and its data.
pub(crate) const BOXED: usize = 0x2;

/// The four low bits of an immediate.
pub(crate) const IMMED_MASK: usize = 0xF;
/// `TERM_PID_TAG`, or `TERM_IMMED_LOCAL_PROCESS`.
pub(crate) const PID: usize = 0x3;
/// `TERM_INTEGER_TAG`.
pub(crate) const INTEGER: usize = 0xF;
/// The six low bits of the other immediates.
pub(crate) const IMMED2_MASK: usize = 0x3F;
/// `TERM_IMMED2_ATOM`.
pub(crate) const ATOM: usize = 0xB;
/// `TERM_NIL`.
pub(crate) const NIL: usize = 0x3B;

/// The six low bits of a header; above them stands the number of words that follow it.
pub(crate) const HEADER_MASK: usize = 0x3F;
/// `TERM_BOXED_TUPLE`.
pub(crate) const TUPLE: usize = 0x00;
/// `TERM_BOXED_POSITIVE_INTEGER`.
pub(crate) const POSITIVE: usize = 0x08;
/// `TERM_BOXED_NEGATIVE_INTEGER`; main only.
pub(crate) const NEGATIVE: usize = 0x0C;
/// `TERM_BOXED_REF`.
pub(crate) const REFERENCE: usize = 0x10;
/// `TERM_BOXED_FUN`.
pub(crate) const FUNCTION: usize = 0x14;
/// `TERM_BOXED_FLOAT`.
pub(crate) const FLOAT: usize = 0x18;
/// `TERM_BOXED_REFC_BINARY`.
pub(crate) const REFC_BINARY: usize = 0x20;
/// `TERM_BOXED_HEAP_BINARY`.
pub(crate) const HEAP_BINARY: usize = 0x24;
/// `TERM_BOXED_SUB_BINARY`.
pub(crate) const SUB_BINARY: usize = 0x28;
/// `TERM_BOXED_EXTERNAL_PID`, `_PORT` and `_REF`; main only.
pub(crate) const EXTERNAL_PID: usize = 0x30;
pub(crate) const EXTERNAL_PORT: usize = 0x34;
pub(crate) const EXTERNAL_REFERENCE: usize = 0x38;

/// `RefcBinaryIsConst`: the data are not reference-counted, but a constant of a module.
pub(crate) const REFC_IS_CONST: usize = 1;
/// The largest and smallest integer that is an immediate: `MAX_NOT_BOXED_INT` and its like.
pub(crate) const SMALL_MAX: i64 = (isize::MAX >> 4) as i64;
pub(crate) const SMALL_MIN: i64 = (isize::MIN >> 4) as i64;
/// `BOXED_TERMS_REQUIRED_FOR_INT64`.
pub(crate) const INT64_WORDS: usize = 8 / size_of::<usize>();

/// The tags that differ between the versions.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub(crate) struct Tags {
    /// `TERM_BOXED_MAP`.
    pub(crate) map: usize,
    /// The header tag of a boxed negative integer.
    pub(crate) negative: usize,
    /// The immediate tag of a local port.
    pub(crate) port: usize,
    /// Whether integers above `i64::MAX` exist.
    pub(crate) bigints: bool,
}

impl Tags {
    /// Picks them out of a layout.
    #[cfg(not(target_os = "none"))]
    pub(crate) const fn of(layout: &Layout) -> Self {
        let negative = layout.header_small_negative & HEADER_MASK;
        Self {
            map: layout.header_map_2 & HEADER_MASK,
            negative,
            port: layout.tag_port,
            // They came with the sign in the header.
            bigints: negative != POSITIVE,
        }
    }
}

// What is the same in both versions, and so is a constant above, agrees with the layout, which is
// checked against AtomVM's headers.
const _: () = {
    let layout = V0_7;
    assert!(LIST == layout.tag_list && BOXED == layout.tag_boxed);
    assert!(PID == layout.tag_pid && INTEGER == layout.tag_integer);
    assert!(ATOM == layout.tag_atom && NIL == layout.nil);
    assert!(header(2, TUPLE) == layout.header_tuple_2);
    assert!(header(1, POSITIVE) == layout.header_small_positive);
    assert!(header(INT64_WORDS, FLOAT) == layout.header_float);
    assert!(header(INT64_WORDS, REFERENCE) == layout.header_local_ref);
    assert!(REFC_BINARY == layout.tag_refc_binary && HEAP_BINARY == layout.tag_heap_binary);
    assert!(SUB_BINARY == layout.tag_sub_binary);
    assert!(header(binary_words(9) - 1, HEAP_BINARY) == layout.header_binary_9);
};

/// A header word.
pub(crate) const fn header(words: usize, tag: usize) -> usize {
    words << 6 | tag
}

/// The small integer `value`, which is within [`SMALL_MIN`] and [`SMALL_MAX`].
pub(crate) const fn small(value: i64) -> usize {
    (value as usize) << 4 | INTEGER
}

/// Whether `value` is an immediate.
pub(crate) const fn is_small(value: i64) -> bool {
    value >= SMALL_MIN && value <= SMALL_MAX
}

/// The value of a word that is a small integer.
pub(crate) const fn small_value(word: usize) -> i64 {
    ((word as isize) >> 4) as i64
}

/// The words that a binary takes on the heap, its header included.
pub(crate) const fn binary_words(bytes: usize) -> usize {
    2 + bytes.div_ceil(size_of::<usize>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_integers_keep_their_sign() {
        for value in [0, 1, -1, SMALL_MAX, SMALL_MIN] {
            assert!(is_small(value));
            assert_eq!(small_value(small(value)), value);
            assert_eq!(small(value) & IMMED_MASK, INTEGER);
        }
        assert!(!is_small(SMALL_MAX + 1));
        assert!(!is_small(SMALL_MIN - 1));
    }

    #[test]
    fn a_binary_takes_whole_words() {
        assert_eq!(binary_words(0), 2);
        assert_eq!(binary_words(1), 3);
        assert_eq!(binary_words(size_of::<usize>()), 3);
        assert_eq!(binary_words(size_of::<usize>() + 1), 4);
    }
}
