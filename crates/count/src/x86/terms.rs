//! Encoding and decoding of terms, whose instructions callgrind collects.

use std::hint::black_box;

use count_peers::terms::{AvmTerm, AvmTermVec, ByValues, Eetf, ROOM, TOUCHES, Terms, Touch};
use tools::Failure;

use super::{Subject, counted, streams};
use crate::readings::Readings;

/// Calls of each function.
const CALLS: u64 = 100;

/// Events that a run encodes, and decodes.
pub(super) const TERMS: u64 = CALLS * TOUCHES as u64;

/// Encoders and decoders.
pub(super) const CODECS: [Subject; 4] = [
    (AvmTerm::NAME, codec::<AvmTerm>),
    (AvmTermVec::NAME, codec::<AvmTermVec>),
    (Eetf::NAME, codec::<Eetf>),
    (ByValues::NAME, codec::<ByValues>),
];

#[inline(never)]
fn counted_encode<'b, T: Terms>(
    prepared: &T::Prepared,
    buffer: &'b mut Vec<u8>,
) -> Option<&'b [u8]> {
    T::encode(prepared, buffer)
}

#[inline(never)]
fn counted_decode<T: Terms>(bytes: &[u8], into: &mut T::Decoded) -> bool {
    T::decode(bytes, into)
}

/// Measures an encoder and its decoder; all events are compared.
fn codec<T: Terms>() -> Result<(), Failure> {
    let touches = Touch::message();
    let prepared = T::prepare(&touches);
    let mut buffer = vec![0; ROOM];
    let mut decoded = T::place();
    for _ in 0..CALLS {
        let bytes = counted_encode::<T>(black_box(&prepared), &mut buffer);
        counted::expect("encode", bytes.is_some())?;
        let bytes = black_box(bytes.unwrap_or_default());
        counted::expect("decode", counted_decode::<T>(bytes, &mut decoded))?;
        counted::expect("decode", T::touches(&decoded).as_ref() == Some(&touches))?;
    }
    Ok(())
}

/// Adds our costs in percent of eetf's.
pub(super) fn compare(readings: &mut Readings) {
    for (what, percent) in [("encode", "encode %"), ("decode", "decode %")] {
        for ours in [AvmTerm::NAME, AvmTermVec::NAME, ByValues::NAME] {
            streams::ratio(readings, (ours, what), (Eetf::NAME, what), percent);
        }
    }
}
