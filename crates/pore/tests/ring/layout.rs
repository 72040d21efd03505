//! T1: where the words are, as another language has to find them.

use std::sync::Arc;

use pore::layout::{Field, HEADER_BYTES, MAGIC, VERSION};
use pore::memory::{Memory, Raw, Region};

use crate::common::{connected, region};

#[test]
fn t1_the_words_are_where_the_specification_says() {
    let offsets = Field::ALL.iter().map(|field| *field as u32);
    let expected = [0, 4, 8, 12, 16, 20, 64, 68, 72, 76, 80, 84, 88, 128, 192];
    assert_eq!(offsets.collect::<Vec<_>>(), expected);
    assert_eq!(HEADER_BYTES, 256);
    assert_eq!(size_of::<Region<512>>(), 256 + 512 * size_of::<usize>());
    assert_eq!(align_of::<Region<512>>(), 64);
}

#[test]
fn t1_a_region_is_bytes_that_any_language_can_read() {
    static LEFT: Region<8> = Region::new();
    let raw = Raw(&LEFT);
    for (number, field) in Field::ALL.iter().enumerate() {
        raw.store(*field, 0x0101_0101 * number as u32);
    }
    raw.scribble(0, usize::from_ne_bytes(*b"sixteen!"));
    assert_eq!(raw.data_words(), 8);
    assert_eq!(LEFT.view().data_bytes(), 64);
    for (number, field) in Field::ALL.iter().enumerate() {
        assert_eq!(raw.load(*field), 0x0101_0101 * number as u32, "{field:?}");
    }
}

#[test]
fn t1_a_side_that_is_connected_says_what_it_is() {
    let both = connected(6, 77);
    let raw = Raw(Arc::clone(&both.here_region));
    let words = [Field::Magic, Field::Version, Field::Order, Field::Start];
    let words = words.map(|field| raw.load(field));
    assert_eq!(words, [MAGIC, VERSION, 6, 77]);
    assert_eq!(MAGIC.to_le_bytes(), *b"PORE");
    let words = [Field::State, Field::Epoch, Field::Err, Field::Seen];
    assert_eq!(words.map(|field| raw.load(field)), [4, 1, 0, 1]);
    assert_eq!(raw.data_words(), Raw(region(6)).data_words());
}
