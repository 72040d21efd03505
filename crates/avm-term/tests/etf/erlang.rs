//! Real Erlang reads what is written here, and writes the same.
//!
//! Needs `erl` (Debian: `erlang-base`); says so and passes where there is none, as the tables hold
//! what it would say.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use avm_term::Value;
use avm_term::etf::{Limits, decode, to_vec};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Compares the tables: `main(File, Option)`.
const TABLE: &str = r#"
    Compare = fun Compare([Text, Digits | More]) ->
            {ok, Tokens, _} = erl_scan:string(Text ++ "."),
            {ok, Term} = erl_parse:parse_term(Tokens),
            Bytes = binary:encode_hex(term_to_binary(Term, Options)),
            Found = string:lowercase(binary_to_list(Bytes)),
            string:trim(Digits) =:= Found
                orelse (io:format("~ts is ~s~n", [Text, Found]) =/= ok)
                orelse halt(1),
            1 + Compare(More);
        Compare(_) -> 0
    end,
    {ok, Binary} = file:read_file(From),
    Count = Compare(string:split(unicode:characters_to_list(Binary), "\n", all)),
    ok = file:write_file(To, integer_to_list(Count)),
    halt(0).
"#;

/// Reads terms and writes them again, each behind its length.
const ECHO: &str = r#"
    {ok, Binary} = file:read_file(From),
    Bytes = << <<(byte_size(B)):32, B/binary>>
        || <<Size:32, Term:Size/binary>> <= Binary,
           B <- [term_to_binary(binary_to_term(Term), Options)] >>,
    ok = file:write_file(To, Bytes),
    halt(0).
"#;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Runs a script from one file to another; `None` where there is no Erlang.
fn erl(script: &str, from: &Path, options: &str) -> Option<Vec<u8>> {
    let to = from.with_extension("out");
    let _ = fs::remove_file(&to);
    let script = format!("From = {from:?}, To = {to:?}, Options = {options},{script}");
    let run = Command::new("erl")
        .args(["+fnu", "-noshell", "-noinput", "-eval", &script])
        .output();
    let Ok(run) = run else {
        println!("SKIPPED: there is no `erl` here (Debian: erlang-base)");
        return None;
    };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "erl: {said}");
    Some(fs::read(to).expect("what erl wrote"))
}

#[test]
fn the_tables_are_what_erlang_writes() {
    for (name, table, version) in [
        ("table.txt", crate::table::NEW, 2),
        ("table_old.txt", crate::table::OLD, 0),
    ] {
        let from = file(name);
        fs::write(&from, table).expect("a file");
        let options = format!("[{{minor_version,{version}}}]");
        let Some(count) = erl(TABLE, &from, &options) else {
            return;
        };
        let rows = crate::table::rows(table).len();
        assert_eq!(String::from_utf8_lossy(&count), rows.to_string());
    }
}

/// Values of every size of header, and many arbitrary ones.
fn values() -> Vec<Value> {
    let numbers = |count: u32| (0..count).map(|n| Value::from(n % 251));
    let pairs = |count: u32| (0..count).map(|n| (Value::from(n), Value::from(n * n)));
    let mut values = vec![
        Value::binary(vec![7; 70_000]),
        Value::list(numbers(65_535)),
        Value::list(numbers(65_536)),
        Value::list((0..70_000).map(Value::from)),
        Value::tuple(numbers(255)),
        Value::tuple(numbers(256)),
        Value::tuple(numbers(70_000)),
        Value::map(pairs(32)),
        Value::map(pairs(33)),
        Value::map(pairs(5000)),
    ];
    values.extend([-0.0, f64::MAX, f64::MIN_POSITIVE, 5e-324].map(Value::Float));
    // OTP 25 calls 0.0 and -0.0 the same key, so no -0.0 is made here.
    let any = crate::common::values(crate::round_trips::leaves().prop_map(|leaf| match leaf {
        Value::Float(0.0) => Value::Float(0.0),
        other => other,
    }));
    let mut runner = TestRunner::deterministic();
    let mut arbitrary = || any.new_tree(&mut runner).expect("a value").current();
    values.extend((0..1000).map(|_| arbitrary()));
    values
}

/// Whether Erlang may write its maps in another order.
fn has_order(value: &Value) -> bool {
    match value {
        Value::Map(map) => {
            map.len() > 1
                || map
                    .iter()
                    .any(|(key, value)| has_order(key) || has_order(value))
        }
        Value::Tuple(parts) | Value::List(parts) => parts.iter().any(has_order),
        Value::Improper(parts, tail) => parts.iter().any(has_order) || has_order(tail),
        _ => false,
    }
}

#[test]
fn erlang_reads_any_value_and_writes_the_same() {
    let values = values();
    let encode = |value| to_vec(value).expect("bytes");
    let behind_length = |bytes: Vec<u8>| [&(bytes.len() as u32).to_be_bytes(), &*bytes].concat();
    let from = file("values");
    let all: Vec<u8> = values
        .iter()
        .flat_map(|value| behind_length(encode(value)))
        .collect();
    fs::write(&from, all).expect("a file");
    let Some(echoed) = erl(ECHO, &from, "[{minor_version,2}]") else {
        return;
    };
    let limits = Limits {
        elements: 1 << 20,
        ..Limits::DEFAULT
    };
    let (mut rest, mut exact) = (&echoed[..], 0);
    for value in &values {
        let (length, more) = rest.split_first_chunk().expect("a length");
        let (bytes, more) = more.split_at(u32::from_be_bytes(*length) as usize);
        rest = more;
        assert_eq!(decode(bytes, &limits).as_ref(), Ok(value));
        if !has_order(value) {
            assert_eq!(bytes, encode(value), "{value}");
            exact += 1;
        }
    }
    assert!(rest.is_empty());
    println!("{} values, {exact} of them byte for byte", values.len());
    assert!(exact > values.len() / 2, "most have no map of two pairs");
}
