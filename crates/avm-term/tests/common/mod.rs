//! Arbitrary values.

use avm_term::Value;
use proptest::collection::vec;
use proptest::prelude::*;

/// Any value whose leaves are `leaf`, nested a few levels deep.
pub(crate) fn values(leaf: impl Strategy<Value = Value> + 'static) -> impl Strategy<Value = Value> {
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::Tuple),
            vec(inner.clone(), 0..6).prop_map(Value::List),
            vec((inner.clone(), inner.clone()), 0..6).prop_map(Value::map),
            (vec(inner.clone(), 1..4), inner)
                .prop_map(|(items, tail)| Value::improper(items, tail)),
        ]
    })
}

/// Finite floats of every size and sign, zeros included.
pub(crate) fn floats() -> impl Strategy<Value = Value> {
    use proptest::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    (POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO).prop_map(Value::Float)
}
