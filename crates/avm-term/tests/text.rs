//! Text and bytes, from all that Erlang writes them as.

use avm_term::{Bytes, FromTerm, MAX_FLAT_BYTES, OwnedEnv, Text, Value};
use vm_host as _;

fn read<T: for<'a> FromTerm<'a>>(value: &Value) -> Option<T> {
    let owned = OwnedEnv::new().expect("memory");
    avm_term::atom!("ok").term(owned.env()).expect("memory");
    owned.env().make(value).expect("a term").get().ok()
}

fn text(erlang: &str) -> Option<String> {
    read(&erlang.parse().expect(erlang)).map(|Text(text)| text)
}

fn bytes(erlang: &str) -> Option<Vec<u8>> {
    read(&erlang.parse().expect(erlang)).map(|Bytes(bytes)| bytes)
}

#[test]
fn text_is_taken_in_every_form() {
    for erlang in [
        "<<\"größe\"/utf8>>",
        "\"größe\"",
        "[103,114,246,223,101]",
        "[<<\"gr\">>,246,[[\"ße\"]]]",
        "[\"gr\"|<<\"öße\"/utf8>>]",
        "[[[],\"gr\",[]],[[<<\"ö\"/utf8>>]|<<\"ß\"/utf8>>],$e]",
        "[<<103,114,195>>,<<182,195,159>>,101]",
    ] {
        assert_eq!(text(erlang).as_deref(), Some("größe"), "{erlang}");
    }
    assert_eq!(text("[]").as_deref(), Some(""));
    assert_eq!(text("<<>>").as_deref(), Some(""));
    assert_eq!(text("[16#1F600]").as_deref(), Some("\u{1F600}"));
}

#[test]
fn what_is_no_text_is_refused() {
    for erlang in [
        "ok",
        "5",
        "1.5",
        "{}",
        "#{}",
        "<0.1.0>",
        "[ok]",
        "[1.5]",
        "[-1]",
        "[16#110000]",
        "[16#D800]",
        "<<255>>",
        "[<<195>>]",
        "[<<195>>,65]",
        "[97|98]",
        "[97|ok]",
        "[[97|98]]",
        "[{}]",
        "[18446744073709551615]",
    ] {
        assert_eq!(text(erlang), None, "{erlang}");
    }
}

#[test]
fn bytes_are_taken_in_every_form() {
    for erlang in [
        "<<1,2,255>>",
        "[1,2,255]",
        "[<<1>>,[2|<<255>>]]",
        "[[[]]|<<1,2,255>>]",
    ] {
        assert_eq!(bytes(erlang), Some(vec![1, 2, 255]), "{erlang}");
    }
    for erlang in ["[256]", "[-1]", "[1|2]", "ok", "1", "[ok]", "#{}"] {
        assert_eq!(bytes(erlang), None, "{erlang}");
    }
}

#[test]
fn the_length_is_limited() {
    let binary = |length| Value::Binary(vec![b'x'; length]);
    let charlist = |length| Value::List(vec![Value::from(b'x'); length]);
    for value in [binary(MAX_FLAT_BYTES), charlist(MAX_FLAT_BYTES)] {
        assert_eq!(
            read(&value).map(|Text(text)| text.len()),
            Some(MAX_FLAT_BYTES)
        );
    }
    for value in [
        binary(MAX_FLAT_BYTES + 1),
        charlist(MAX_FLAT_BYTES + 1),
        Value::list([binary(MAX_FLAT_BYTES), binary(1)]),
    ] {
        assert_eq!(read::<Text>(&value), None);
        assert_eq!(read::<Bytes>(&value), None);
    }
}

#[test]
fn nesting_takes_no_stack_and_sharing_no_time() {
    let owned = OwnedEnv::new().expect("memory");
    let env = owned.env();
    let mut deep = env.make("x").expect("a term");
    for _ in 0..100_000 {
        deep = env.make(&vec![deep]).expect("a term");
    }
    assert_eq!(
        deep.get::<Text>().map(|Text(text)| text).ok().as_deref(),
        Some("x")
    );

    // 2 to the 60 empty lists.
    let mut shared = env.nil();
    for _ in 0..60 {
        shared = env.make(&vec![shared, shared]).expect("a term");
    }
    assert!(shared.get::<Text>().is_err());

    let mut waiting = env.make("x").expect("a term");
    for _ in 0..100_000 {
        waiting = env.make(&vec![waiting, env.nil()]).expect("a term");
    }
    assert!(waiting.get::<Text>().is_err());
}
