//! What is encoded is decoded as it was, and the other way round.

use avm_term::Value;
use avm_term::etf::{Encoded, Limits, Reader, decode, encode, size, to_vec};
use proptest::collection::vec;
use proptest::prelude::*;

/// Values that the format has.
pub(crate) fn leaves() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (any::<i64>(), 0..64).prop_map(|(value, bits)| Value::from(value >> bits)),
        any::<u8>().prop_map(Value::from),
        crate::common::floats(),
        vec(any::<char>(), 0..=255).prop_map(|text| Value::Atom(text.into_iter().collect())),
        "[a-z]{0,5}".prop_map(Value::Atom),
        vec(any::<u8>(), 0..300).prop_map(Value::Binary),
        vec(any::<u8>(), 0..300).prop_map(|bytes| Value::list(bytes.into_iter().map(Value::from))),
    ]
}

proptest! {
    #[test]
    fn any_value_comes_back(value in crate::common::values(leaves())) {
        let bytes = to_vec(&value).expect("bytes");
        prop_assert_eq!(size(&value), Ok(bytes.len()));
        let mut buffer = vec![0; bytes.len() + 20];
        prop_assert_eq!(encode(&value, &mut buffer).map(|bytes| bytes.to_vec()), Ok(bytes.clone()));
        prop_assert_eq!(decode(&bytes, &Limits::DEFAULT), Ok(value));
    }

    #[test]
    fn what_is_skipped_is_what_is_read(value in crate::common::values(leaves())) {
        let bytes = to_vec(&value).expect("bytes");
        let mut reader = Reader::new(&bytes, &Limits::DEFAULT).expect("a version");
        reader.skip().expect("a term");
        prop_assert_eq!(reader.offset(), bytes.len());
        reader.finish().expect("nothing behind it");
    }

    #[test]
    fn a_part_is_handed_on_as_it_is(value in crate::common::values(leaves())) {
        let bytes = to_vec(&(1, &value)).expect("bytes");
        let (_, part): (u8, Encoded<'_>) = decode(&bytes, &Limits::DEFAULT).expect("a pair");
        prop_assert_eq!(part.get(&Limits::DEFAULT), Ok(value));
        prop_assert_eq!(to_vec(&(1, part)), Ok(bytes));
    }

    /// What is decoded from changed bytes is a value, which comes back when it is encoded.
    #[test]
    fn what_is_decoded_can_be_encoded(
        value in crate::common::values(leaves()),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 0..4)
    ) {
        let mut bytes = to_vec(&value).expect("bytes");
        for (at, byte) in changes {
            let length = bytes.len();
            bytes[at.index(length)] = byte;
        }
        if let Ok(read) = decode::<Value>(&bytes, &Limits::DEFAULT)
            && let Ok(again) = to_vec(&read)
        {
            prop_assert!(again.len() <= bytes.len());
            prop_assert_eq!(decode(&again, &Limits::DEFAULT), Ok(read));
        }
    }
}
