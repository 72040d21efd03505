//! Printing and parsing are each other's inverse.

mod common;

use avm_term::Value;
use proptest::collection::vec;
use proptest::prelude::*;

fn leaves() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i128>().prop_map(Value::Integer),
        any::<i8>().prop_map(Value::from),
        common::floats(),
        "[a-z][a-zA-Z0-9_@]{0,8}".prop_map(Value::Atom),
        vec(any::<char>(), 0..20).prop_map(|text| Value::Atom(text.into_iter().collect())),
        vec(any::<u8>(), 0..20).prop_map(Value::Binary),
        any::<String>().prop_map(Value::binary),
        (vec(any::<u8>(), 1..5), 1..=7_u8).prop_map(|(mut bytes, last)| {
            let byte = bytes.len() - 1;
            bytes[byte] &= 0xff << (8 - last);
            Value::Bitstring(bytes, last)
        }),
        any::<u64>().prop_map(Value::Pid),
        any::<u64>().prop_map(Value::Port),
        any::<u64>().prop_map(Value::Reference),
        any::<u64>().prop_map(Value::Function),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_parses_back(value in common::values(leaves())) {
        prop_assert_eq!(value.to_string().parse(), Ok(value));
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = text.parse::<Value>();
    }

    #[test]
    fn no_text_of_the_right_letters_panics(text in "[\\[\\]{}<>|,#=\"'$%\\\\.x0-9a-e_ -]{0,60}") {
        if let Ok(value) = text.parse::<Value>() {
            prop_assert_eq!(value.to_string().parse(), Ok(value));
        }
    }

    #[test]
    fn the_order_is_total(mut values in vec(common::values(leaves()), 0..8)) {
        values.sort();
        for (index, a) in values.iter().enumerate() {
            for b in &values[index..] {
                prop_assert!(a <= b);
                prop_assert_eq!(a.cmp(b), b.cmp(a).reverse());
                prop_assert_eq!(a == b, a.to_string() == b.to_string());
            }
        }
    }
}
