//! Bytes that Erlang wrote.
//!
//! `table.txt` holds terms and what `term_to_binary(Term, [{minor_version, 2}])` of OTP 25 makes of
//! them, which is what OTP 26 writes by itself; `table_old.txt` holds those of `{minor_version, 0}`.
//! The test in `erlang.rs` compares both with the Erlang that is installed.

use avm_term::Value;
use avm_term::etf::{Limits, decode, encode, encode_at_end, size, to_vec};

use crate::hex;

pub(crate) const NEW: &str = include_str!("table.txt");
pub(crate) const OLD: &str = include_str!("table_old.txt");

/// The terms of a table and their bytes.
pub(crate) fn rows(table: &str) -> Vec<(Value, Vec<u8>)> {
    let mut lines = table.lines();
    let mut rows = Vec::new();
    while let (Some(term), Some(bytes)) = (lines.next(), lines.next()) {
        rows.push((term.parse().expect(term), hex(bytes)));
    }
    assert!(rows.len() >= 10, "the table lost its rows");
    rows
}

#[test]
fn values_are_encoded_as_erlang_does() {
    for (value, bytes) in rows(NEW) {
        assert_eq!(to_vec(&value).as_ref(), Ok(&bytes), "{value}");
        assert_eq!(size(&value), Ok(bytes.len()), "{value}");
    }
}

#[test]
fn a_buffer_of_any_size_holds_the_same_bytes_or_none() {
    for (value, bytes) in rows(NEW) {
        for room in 0..bytes.len() + 16 {
            let mut buffer = vec![0xaa; room];
            let at_end = encode_at_end(&value, &mut buffer).map(|bytes| bytes.to_vec());
            assert_eq!(
                at_end.is_ok(),
                room >= bytes.len(),
                "{value} in {room} bytes"
            );
            let Ok(at_end) = at_end else { continue };
            assert_eq!(at_end, bytes);
            assert_eq!(buffer[room - bytes.len()..], bytes, "at the end");
            let mut buffer = vec![0xaa; room];
            assert_eq!(encode(&value, &mut buffer).as_deref(), Ok(&*bytes));
            assert_eq!(buffer[..bytes.len()], bytes, "at the beginning");
        }
    }
}

#[test]
fn bytes_are_decoded_as_erlang_does() {
    for (value, bytes) in rows(NEW).into_iter().chain(rows(OLD)) {
        assert_eq!(decode(&bytes, &Limits::DEFAULT), Ok(value));
    }
}
