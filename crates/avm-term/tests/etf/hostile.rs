//! Bytes that were cut off or changed.

use avm_term::Value;
use avm_term::etf::{DecodeError, Encoded, Limits, Reader, decode, to_vec};

use crate::table::{NEW, OLD, rows};

/// Reads bytes in every way; what one way takes the others take too.
fn read(bytes: &[u8]) -> Result<Value, DecodeError> {
    let value = decode::<Value>(bytes, &Limits::DEFAULT);
    let encoded = decode::<Encoded<'_>>(bytes, &Limits::DEFAULT);
    match (value.as_ref(), encoded) {
        // Skipping does not compare keys.
        (Err(DecodeError::DuplicateKey), _) | (Ok(_), Ok(_)) => {}
        (Err(value), Err(encoded)) if *value == encoded => {}
        other => panic!("{bytes:?}: {other:?}"),
    }
    let _ = decode::<(&str, u8, f64)>(bytes, &Limits::DEFAULT);
    let _ = decode::<Vec<(u16, i64)>>(bytes, &Limits::DEFAULT);
    let _ = decode::<Result<Vec<u8>, Option<bool>>>(bytes, &Limits::DEFAULT);
    if let Ok(mut reader) = Reader::new(bytes, &Limits::DEFAULT) {
        while reader.read_token().is_ok() {}
    }
    value
}

#[test]
fn every_prefix_is_an_error() {
    for (value, bytes) in rows(NEW).into_iter().chain(rows(OLD)) {
        for length in 0..bytes.len() {
            assert!(read(&bytes[..length]).is_err(), "{length} bytes of {value}");
        }
    }
}

#[test]
fn a_byte_too_many_is_an_error() {
    for (value, bytes) in rows(NEW) {
        let more = [&bytes[..], &[106]].concat();
        assert_eq!(read(&more), Err(DecodeError::Trailing), "{value}");
    }
}

#[test]
fn every_byte_changed_to_every_other() {
    for (value, bytes) in rows(NEW).into_iter().chain(rows(OLD)) {
        let mut changed = bytes.clone();
        // Long atoms are all alike; the first bytes tell.
        for at in 0..bytes.len().min(80) {
            for byte in 0..=255 {
                changed[at] = byte;
                let Ok(read) = read(&changed) else { continue };
                assert!(byte == bytes[at] || !matches!(at, 0), "{value}: version");
                if let Ok(again) = to_vec(&read) {
                    assert_eq!(decode(&again, &Limits::DEFAULT), Ok(read));
                }
            }
            changed[at] = bytes[at];
        }
    }
}
