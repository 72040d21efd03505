//! Values go into terms and come out as they were.

mod common;

use std::cmp::Ordering;

use avm_term::{
    BuildError, Env, FromTerm, IntoTerm, Invalid, Kind, List, MAX_DEPTH, OwnedEnv, OwnedTerm, Pid,
    Value, atom,
};
use proptest::collection::vec;
use proptest::prelude::*;
use vm_host as _;

/// The atoms that values here may have; a value's atoms must exist before.
const ATOMS: [&str; 4] = ["ok", "größe", "", "two words"];

fn with_env<R>(f: impl FnOnce(Env<'_>) -> R) -> R {
    let owned = OwnedEnv::new().expect("memory");
    for atom in [atom!("ok"), atom!("größe"), atom!(""), atom!("two words")] {
        atom.term(owned.env()).expect("memory");
    }
    f(owned.env())
}

/// What `value` is when it is read back as `T`.
fn round_trip<T: for<'a> FromTerm<'a>>(value: impl IntoTerm) -> Result<T, String> {
    with_env(|env| {
        env.make(&value)
            .expect("a term")
            .get()
            .map_err(|error| error.to_string())
    })
}

#[test]
fn integers_up_to_their_bounds() {
    for value in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX] {
        assert_eq!(round_trip(value), Ok(value));
        assert_eq!(round_trip(value), Ok(Value::from(value)));
    }
    for value in [0, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX] {
        assert_eq!(round_trip(value), Ok(value));
        assert_eq!(round_trip(value), Ok(Value::from(value)));
    }
}

#[test]
fn integers_that_do_not_fit_are_errors() {
    assert_eq!(round_trip::<u8>(256_u16), Err("bad value 256".into()));
    assert_eq!(round_trip::<u8>(-1_i8), Err("bad value -1".into()));
    assert_eq!(round_trip::<i8>(128_u8), Err("bad value 128".into()));
    assert_eq!(
        round_trip::<i64>(u64::MAX),
        Err("bad value 18446744073709551615".into())
    );
    assert_eq!(round_trip::<u64>(1.0), Err("bad value 1.0".into()));
    let above = with_env(|env| env.make(&Value::from(i128::from(u64::MAX) + 1)).err());
    assert_eq!(above, Some(BuildError::Unrepresentable));
}

#[test]
fn floats_keep_their_bits() {
    for value in [0.0, -0.0, 1.5, f64::MAX, f64::MIN_POSITIVE, 5e-324] {
        assert_eq!(
            round_trip::<f64>(value).map(f64::to_bits),
            Ok(value.to_bits())
        );
        assert_eq!(round_trip(value), Ok(Value::Float(value)));
    }
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(
            with_env(|env| env.make(&value).err()),
            Some(BuildError::Unrepresentable)
        );
    }
    assert_eq!(
        round_trip::<f64>(3),
        Ok(3.0),
        "an integer that converts exactly"
    );
    assert!(
        round_trip::<f64>((1_i64 << 53) + 1).is_err(),
        "an integer that does not"
    );
}

#[test]
fn binaries_of_every_size_up_to_more_than_64_kib() {
    for size in [0, 1, 7, 8, 63, 64, 65, 255, 256, 65_535, 65_536, 70_000] {
        let bytes: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
        with_env(|env| {
            let term = env.make(bytes.as_slice()).expect("a term");
            assert_eq!(term.kind(), Kind::Binary);
            assert_eq!(term.get::<&[u8]>().expect("a binary"), bytes);
            assert_eq!(term.get::<Value>().expect("a value"), Value::binary(&bytes));
        });
    }
}

#[test]
fn compound_types() {
    assert_eq!(round_trip(List(&[1_u8, 2, 3])), Ok(vec![1_u8, 2, 3]));
    assert_eq!(
        round_trip::<Vec<u8>>(vec![1_u16, 256]),
        Err("bad value 256".into())
    );
    assert_eq!(
        round_trip((1_u8, true, -1.5, None::<u8>)),
        Ok((1_u8, true, -1.5, None::<u8>))
    );
    assert_eq!(
        round_trip::<(u8, u8)>((1, 2, 3)),
        Err("bad value {1,2,3}".into())
    );
    assert_eq!(round_trip::<Value>(()), Ok(Value::atom("ok")));
    let failed: Result<u8, &str> = Err("why");
    assert_eq!(
        round_trip::<Value>(failed).map(|v| v.to_string()),
        Ok("{error,<<\"why\">>}".into())
    );
}

#[test]
fn an_improper_list_is_an_error_and_not_a_hang() {
    for text in ["[1|2]", "[1,2|ok]", "[1|<<>>]", "[[]|#{}]"] {
        let value: Value = text.parse().expect(text);
        assert_eq!(round_trip(&value), Ok(value.clone()), "a value holds it");
        assert_eq!(
            round_trip::<Vec<Value>>(&value),
            Err(format!("bad value {text}"))
        );
    }
    with_env(|env| {
        let term = env
            .make(&Value::improper(vec![1.into(), 2.into()], 3.into()))
            .expect("a term");
        let mut items = term.list().expect("begins like a list");
        assert!(matches!(items.next(), Some(Ok(item)) if item.signed() == Some(1)));
        assert!(matches!(items.next(), Some(Ok(item)) if item.signed() == Some(2)));
        assert!(matches!(items.next(), Some(Err(Invalid::Term(_)))));
        assert!(items.next().is_none());
    });
}

#[test]
fn maps_find_their_keys() {
    let map: Value = "#{ok => 1,<<\"k\">> => 2,3 => #{}}".parse().expect("a map");
    assert_eq!(round_trip(&map), Ok(map.clone()));
    with_env(|env| {
        let term = env.make(&map).expect("a term");
        assert_eq!(term.map_size(), Some(3));
        assert_eq!(term.map().expect("a map").count(), 3);
        let key = env.make("k").expect("a key");
        assert_eq!(term.map_get(key).and_then(|value| value.signed()), Some(2));
        assert!(term.map_get(env.nil()).is_none());
    });
}

#[test]
fn a_key_that_stands_twice_is_no_map() {
    struct Twice;
    impl IntoTerm for Twice {
        fn build<B: avm_term::Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
            let mut pairs = [
                (1_u8.build(b)?, 2_u8.build(b)?),
                (1_u8.build(b)?, 3_u8.build(b)?),
            ];
            b.map(&mut pairs)
        }
    }
    assert_eq!(
        with_env(|env| env.make(&Twice).err()),
        Some(BuildError::Unrepresentable)
    );
}

#[test]
fn pids_come_back_and_are_sent_to() {
    let mut vm = vm_host::Vm::new();
    let process = vm.spawn();
    assert_eq!(round_trip::<Pid>(process), Ok(process));
    let value = round_trip::<Value>(process).expect("a value");
    assert!(matches!(value, Value::Pid(_)));
    assert_eq!(round_trip::<Pid>(value), Ok(process));
    process.send(&(atom!("ok"), 5_u8)).expect("sent");
    assert_eq!(vm.mailbox(process), ["{ok,5}".parse().expect("a message")]);
}

#[test]
fn what_a_vm_alone_can_make_is_not_made_from_numbers() {
    for value in [
        Value::Reference(1),
        Value::Function(1),
        Value::Port(u64::MAX),
    ] {
        assert_eq!(
            with_env(|env| env.make(&value).err()),
            Some(BuildError::Unrepresentable)
        );
    }
    let unknown = Value::atom("nobody ever made this atom");
    assert_eq!(
        with_env(|env| env.make(&unknown).err()),
        Some(BuildError::UnknownAtom)
    );
}

#[test]
fn nesting_is_limited() {
    let nested = |depth| (0..depth).fold(Value::from(1), |inner, _| Value::list([inner]));
    assert_eq!(round_trip(nested(MAX_DEPTH)), Ok(nested(MAX_DEPTH)));
    let deeper = with_env(|env| env.make(&nested(MAX_DEPTH + 1)).err());
    assert_eq!(deeper, Some(BuildError::Unrepresentable));
    with_env(|env| {
        let mut term = env.nil();
        for _ in 0..100_000 {
            term = env.make(&(term,)).expect("a term");
        }
        assert!(matches!(term.get::<Value>(), Err(Invalid::Term(_))));
        assert_eq!(term.to_string(), "...");
    });
}

#[test]
fn sharing_does_not_explode() {
    with_env(|env| {
        let mut term = env.nil();
        for _ in 0..60 {
            term = env.make(&(term, term)).expect("a term");
        }
        assert!(matches!(term.get::<Value>(), Err(Invalid::Term(_))));
    });
}

#[test]
fn a_term_of_another_environment_is_copied() {
    let (one, other) = (
        OwnedEnv::new().expect("memory"),
        OwnedEnv::new().expect("memory"),
    );
    let foreign = one.env().make(&(1, 2)).expect("a term");
    let copied = other.env().make(&(foreign, 3)).expect("a term");
    assert_eq!(foreign.compare(other.env().nil()), None);
    let copy = OwnedTerm::copy_of(foreign).expect("memory");
    drop(one);
    assert_eq!(copied.to_string(), "{{1,2},3}");
    assert_eq!(copy.term().to_string(), "{1,2}");
}

fn leaves() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        common::floats(),
        prop::sample::select(&ATOMS[..]).prop_map(Value::atom),
        vec(any::<u8>(), 0..100).prop_map(Value::Binary),
        (0..1000_u64).prop_map(Value::Pid),
    ]
}

proptest! {
    #[test]
    fn any_value_comes_back(value in common::values(leaves())) {
        prop_assert_eq!(round_trip(&value), Ok(value));
    }

    #[test]
    fn terms_compare_as_values_do(a in common::values(leaves()), b in common::values(leaves())) {
        let order = with_env(|env| env.make(&a).unwrap().compare(env.make(&b).unwrap()));
        prop_assert_eq!(order, Some(a.cmp(&b)));
    }
}

/// As Erlang/OTP 25 has them: maps are compared by their keys, integers before floats.
#[test]
fn maps_compare_by_keys_of_which_integers_come_first() {
    for (less, more) in [
        ("#{0=>8,1=>9}", "#{-1.5=>8,7=>9}"),
        ("#{2=>8}", "#{1.5=>8}"),
        ("#{{2}=>8}", "#{{1.5}=>8}"),
        ("#{1=>1.5}", "#{1=>2}"),
    ] {
        let (less, more): (Value, Value) = (less.parse().unwrap(), more.parse().unwrap());
        let order = with_env(|env| env.make(&less).unwrap().compare(env.make(&more).unwrap()));
        assert_eq!(order, Some(Ordering::Less), "{less} and {more}");
    }
}
