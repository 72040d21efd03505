//! Terms, made up from a seed, that go from Rust to Erlang and back.
//!
//! Each is told to a probe as text, which Rust makes a term of for Erlang to compare with the one
//! that it has itself, and the other way round; and the same by the external term format. Erlang
//! has its own from the literals of a module, so its compiler is the witness.

use std::env;

use avm_term::Value;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::script::Tag;

/// The powers of two at which some VM has another form for an integer, and one less and more.
const POWERS: [u32; 13] = [7, 8, 15, 16, 27, 28, 31, 32, 59, 60, 61, 62, 63];

/// Lengths of binaries, lists and tuples at which something changes.
const LENGTHS: [usize; 9] = [0, 1, 63, 64, 65, 127, 255, 256, 257];

/// How many terms are made up; those at boundaries come before them.
pub const MADE_UP: usize = 1500;

/// What VMs do otherwise with these terms, each with the sentence that says why.
pub const DIFFERENCES: [(Tag, &str); 2] = [
    (
        Tag::AtomVm,
        "The keys of a map that was a literal or came as bytes stay in the order that they came \
         in, which by the rules of OTP is not always the VM's own, as of an improper list beside \
         a proper one: such a map has what it has, but is not equal to one that the VM sorted. \
         These terms are compared by what they have.",
    ),
    (
        Tag::AtomVm06,
        "The same of maps that are keys: they come after lists in the order of terms.",
    ),
];

/// The terms of a seed: first those at boundaries, which are always the same.
#[must_use]
pub fn terms(seed: u64) -> Vec<Value> {
    let mut terms = boundaries();
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = term();
    terms.extend((0..MADE_UP).map(|_| {
        let tree = strategy.new_tree(&mut runner);
        tree.expect("nothing is filtered out").current()
    }));
    terms
}

/// `CONFORMANCE_SEED`, or the one that is always the same.
///
/// # Panics
///
/// If it is no number.
#[must_use]
pub fn seed() -> u64 {
    let given = env::var("CONFORMANCE_SEED").ok();
    given.map_or(20_260_000, |text| {
        text.parse().expect("CONFORMANCE_SEED is a number")
    })
}

/// Terms at every boundary that is known.
fn boundaries() -> Vec<Value> {
    let mut terms: Vec<Value> = integers().into_iter().map(Value::Integer).collect();
    terms.extend(FLOATS.map(Value::Float));
    terms.extend(
        LENGTHS.map(|length| Value::binary((0..length).map(|n| n as u8).collect::<Vec<_>>())),
    );
    terms.extend(LENGTHS.map(|length| Value::list((0..length as u64).map(Value::from))));
    terms.extend(LENGTHS.map(|length| Value::tuple((0..length as u64).map(Value::from))));
    terms.extend([1, 31, 32, 33, 64, 100].map(map_of));
    terms.extend([1, 50, 127, 128].map(|depth| nested(depth, |inner| Value::list([inner]))));
    terms.extend([1, 50, 127, 128].map(|depth| nested(depth, |inner| Value::tuple([inner]))));
    terms.extend(
        [1, 50, 127].map(|depth| nested(depth, |inner| Value::map([(Value::atom("a"), inner)]))),
    );
    terms.extend(["a".repeat(255), "'".repeat(255), "\u{e9}".repeat(127)].map(Value::Atom));
    terms.extend(["", "a b", "A", "\n", "gr\u{fc}n", "\u{65e5}\u{672c}", "nil"].map(Value::atom));
    terms.extend(["gr\u{fc}n", "\u{65e5}\u{672c}", "\u{1f600}", "\0"].map(Value::binary));
    terms.push(mixed_keys());
    terms.push(Value::improper(vec![1.into(), 2.into()], Value::from(3)));
    terms.push(Value::improper(vec![Value::list([])], Value::binary("x")));
    terms
}

/// Those of up to 64 bits with a sign.
fn integers() -> Vec<i128> {
    let near = |power: u32| {
        let edge = 1_i128 << power;
        [
            edge - 2,
            edge - 1,
            edge,
            edge + 1,
            1 - edge,
            -edge,
            -edge - 1,
        ]
    };
    let mut integers: Vec<i128> = POWERS.into_iter().flat_map(near).chain(-2..=2).collect();
    integers.retain(|integer| i64::try_from(*integer).is_ok());
    integers.sort_unstable();
    integers.dedup();
    integers
}

const FLOATS: [f64; 16] = [
    0.0,
    -0.0,
    1.0,
    -1.5,
    0.1,
    1.0e22,
    1.0e23,
    9_007_199_254_740_993.0,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    -f64::MIN_POSITIVE,
    f64::EPSILON,
    // The smallest denormal, and the largest.
    5.0e-324,
    -5.0e-324,
    2.225_073_858_507_201e-308,
];

fn map_of(pairs: u64) -> Value {
    Value::map((0..pairs).map(|n| (Value::from(n * 7 % 101), Value::from(n))))
}

/// Keys of every type, in the order of terms and not.
fn mixed_keys() -> Value {
    let keys = "[<<>>, [], [1], #{}, {}, a, 'A', 1, 1.0, -1, 1.5, {1,2}, \"x\", <<1>>, [1|2]]";
    let keys: Value = keys.parse().unwrap_or_else(|_| Value::list([]));
    let keys = keys.as_list().unwrap_or_default().to_vec();
    Value::map(keys.iter().map(|key| (key.clone(), key.clone())))
}

fn nested(depth: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(Value::atom("x"), |inner, _| wrap(inner))
}

/// Any term that every VM can hold.
fn term() -> impl Strategy<Value = Value> {
    // Some maps have more keys than the 32 at which OTP changes their form.
    scalar().prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::list),
            vec(inner.clone(), 0..6).prop_map(Value::tuple),
            vec((inner.clone(), inner.clone()), 0..6).prop_map(Value::map),
            vec((scalar(), scalar()), 20..45).prop_map(Value::map),
            (vec(inner.clone(), 1..4), inner)
                .prop_map(|(elements, tail)| Value::improper(elements, tail)),
        ]
    })
}

fn scalar() -> impl Strategy<Value = Value> {
    let boundaries = integers();
    // Zeros are among the boundaries: as keys, some VMs take both for one.
    let any_float = prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL;
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        (0..boundaries.len()).prop_map(move |nth| Value::Integer(boundaries[nth])),
        any_float.prop_map(Value::Float),
        // Few, because a VM keeps every atom for ever.
        "[a-f]{1,2}".prop_map(Value::Atom),
        prop::sample::select(&["true", "", "a b", "Zz", "gr\u{fc}n", "\u{4e00}"][..])
            .prop_map(Value::atom),
        vec(any::<u8>(), 0..80).prop_map(Value::Binary),
        "\\PC{0,12}".prop_map(Value::binary),
        "[a-z]{0,5}".prop_map(|text| Value::list(text.bytes().map(Value::from))),
    ]
}
