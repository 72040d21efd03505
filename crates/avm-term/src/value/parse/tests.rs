//! Texts and what they stand for.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::*;

fn parsed(text: &str) -> Value {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(text: &str) -> (usize, &'static str) {
    let error = text.parse::<Value>().expect_err(text);
    (error.offset, error.expected)
}

#[test]
fn numbers_in_every_notation() {
    for (text, value) in [
        ("0", 0),
        ("-5", -5),
        ("1_000", 1000),
        ("16#fF", 255),
        ("-2#101", -5),
        ("36#z", 35),
        ("$a", 97),
        ("$\\n", 10),
        ("$ ", 32),
        ("$\\s", 32),
        ("$\\x{1F600}", 0x1f600),
        ("$\\x41", 65),
        ("$\\101", 65),
        ("$\\^A", 1),
        ("18446744073709551615", u64::MAX.into()),
        ("-9223372036854775808", i64::MIN.into()),
        ("-170141183460469231731687303715884105728", i128::MIN),
    ] {
        assert_eq!(parsed(text), Value::Integer(value), "{text}");
    }
    for (text, value) in [
        ("1.5", 1.5),
        ("-0.0", -0.0),
        ("1.0e21", 1e21),
        ("2.5E-7", 2.5e-7),
        ("5.0e-324", 5e-324),
    ] {
        assert_eq!(parsed(text), Value::Float(value), "{text}");
    }
}

#[test]
fn atoms_bare_and_quoted() {
    for (text, name) in [
        ("ok", "ok"),
        ("a_B@1", "a_B@1"),
        ("'two words'", "two words"),
        ("'it\\'s'", "it's"),
        ("''", ""),
        ("'größe'", "größe"),
    ] {
        assert_eq!(parsed(text), Value::atom(name), "{text}");
    }
}

#[test]
fn what_needs_quotes_gets_them() {
    for (name, text) in [
        ("ok", "ok"),
        ("Ok", "'Ok'"),
        ("", "''"),
        ("end", "'end'"),
        ("a b", "'a b'"),
        ("a\n\\'\u{1}", "'a\\n\\\\\\'\\x{1}'"),
    ] {
        assert_eq!(Value::atom(name).to_string(), text);
    }
}

#[test]
fn binaries_and_strings() {
    for (text, bytes) in [
        ("<<>>", &b""[..]),
        ("<<1, 255>>", &[1, 255]),
        ("<<\"abc\">>", b"abc"),
        ("<<\"\u{e9}\">>", &[0xe9]),
        ("<<\"\u{e9}\"/utf8>>", &[0xc3, 0xa9]),
        ("<< \"a\" , 16#ff, $b >>", &[b'a', 255, b'b']),
    ] {
        assert_eq!(parsed(text), Value::binary(bytes), "{text}");
    }
    assert_eq!(
        parsed("\"hé\\\"\""),
        Value::list([104, 233, 34].map(Value::from))
    );
}

#[test]
fn binaries_print_as_text_where_they_are_text() {
    for (bytes, text) in [
        (&b"abc"[..], "<<\"abc\">>"),
        ("é".as_bytes(), "<<\"é\"/utf8>>"),
        (&[0xe9], "<<233>>"),
        (&[0, 65], "<<0,65>>"),
        (b"", "<<>>"),
        (b"\"\n", "<<\"\\\"\\n\">>"),
    ] {
        assert_eq!(Value::binary(bytes).to_string(), text);
    }
}

#[test]
fn bitstrings_end_in_less_than_a_byte() {
    for (text, bytes, last, printed) in [
        ("<<5:3>>", &[0b1010_0000][..], 3, "<<5:3>>"),
        ("<<1, \"a\", 0 : 1>>", &[1, 97, 0], 1, "<<1,97,0:1>>"),
        ("<<255:7>>", &[0b1111_1110], 7, "<<127:7>>"),
    ] {
        let value = Value::Bitstring(bytes.to_vec(), last);
        assert_eq!(parsed(text), value, "{text}");
        assert_eq!(value.to_string(), printed);
    }
    assert_eq!(refused("<<5:8>>"), (4, "a size of 1 to 7 bits"));
    assert_eq!(refused("<<5:0>>"), (4, "a size of 1 to 7 bits"));
    assert_eq!(
        refused("<<5:3,1>>"),
        (5, "`>>` after a segment with a size")
    );
    assert_eq!(refused("<<\"a\":3>>"), (5, "`,` or `>>`"));
}

#[test]
fn compound_terms_with_blanks_and_comments() {
    let text = " { ok , % a comment }\n [ 1 , [ ] | #{ a => {} , 'b c' => <0.5.0> } ] ,\t#Ref<0.7>, #Port<0.8> , #Fun<9> } % end";
    let map = Value::map([
        (Value::atom("a"), Value::tuple([])),
        (Value::atom("b c"), Value::Pid(5)),
    ]);
    let list = Value::improper([Value::from(1), Value::list([])].into(), map);
    let expected = [
        Value::atom("ok"),
        list,
        Value::Reference(7),
        Value::Port(8),
        Value::Function(9),
    ];
    assert_eq!(parsed(text), Value::tuple(expected));
    assert_eq!(
        parsed(text).to_string(),
        "{ok,[1,[]|#{a => {},'b c' => <0.5.0>}],#Ref<0.7>,#Port<0.8>,#Fun<9>}"
    );
    assert_eq!(parsed("[[1]|2]").to_string(), "[[1]|2]");
    assert_eq!(parsed("[1|[2|[]]]").to_string(), "[1,2]");
    assert_eq!(parsed("#{a=>1,a=>2}").to_string(), "#{a => 2}");
}

#[test]
fn floats_print_with_a_point() {
    for (value, text) in [
        (1.0, "1.0"),
        (1e16, "1.0e16"),
        (1.5e-7, "1.5e-7"),
        (-0.0, "-0.0"),
        (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
    ] {
        assert_eq!(Value::Float(value).to_string(), text);
    }
}

#[test]
fn what_is_no_term_is_refused_with_its_place() {
    for (text, offset, expected) in [
        ("", 0, "a term"),
        ("  ", 2, "a term"),
        ("Variable", 0, "a term"),
        ("a b", 2, "the end of the text"),
        ("{a", 2, "`,` or `}`"),
        ("{a,", 3, "a term"),
        ("{a,}", 3, "a term"),
        ("[1|", 3, "a term"),
        ("[1|2,3]", 4, "`]`"),
        ("[|1]", 1, "a term"),
        ("#{a}", 3, "`=>`"),
        ("#{a =>", 6, "a term"),
        ("'open", 5, "a closing quote"),
        ("\"\\", 1, "an escape"),
        ("$", 1, "a character"),
        ("<<256>>", 2, "an integer from 0 to 255"),
        ("<<-1>>", 2, "a byte or a string"),
        ("<<\"\u{20ac}\">>", 2, "characters below 256, or `/utf8`"),
        ("<<1:16>>", 4, "a size of 1 to 7 bits"),
        ("<<1/utf8>>", 3, "`,` or `>>`"),
        ("<0.5>", 4, ".0>"),
        ("#Ref<1>", 0, "#Ref<0."),
        ("#rec{}", 0, "#Fun<"),
        ("1#0", 0, "a base from 2 to 36"),
        ("37#0", 0, "a base from 2 to 36"),
        ("2#2", 2, "a digit"),
        ("1.5e", 4, "a digit"),
        ("-a", 1, "a digit"),
        ("1.0e999", 0, "a float in range"),
        ("end", 0, "a term, or quotes around the reserved word"),
        (
            "170141183460469231731687303715884105728",
            0,
            "an integer of at most 127 bits",
        ),
        ("1.", 1, "the end of the text"),
        (
            "<0.18446744073709551616.0>",
            3,
            "a number below 2 to the 64",
        ),
    ] {
        assert_eq!(refused(text), (offset, expected), "{text}");
    }
    assert_eq!(refused("$\\x{d800}").0, 1);
    assert_eq!(refused(&format!("'{}'", "a".repeat(256))).0, 0);
}

#[test]
fn nesting_is_limited_not_overflowing() {
    for (open, close) in [("[", "]"), ("{", "}"), ("#{a=>", "}"), ("[a|", "]")] {
        let nested = |depth| format!("{}x{}", open.repeat(depth), close.repeat(depth));
        let deepest = parsed(&nested(MAX_DEPTH));
        assert_eq!(deepest.to_string().parse(), Ok(deepest));
        let limit = (MAX_DEPTH * open.len(), "fewer nested terms");
        assert_eq!(refused(&nested(MAX_DEPTH + 1)), limit);
        assert_eq!(refused(&open.repeat(1_000_000)), limit);
    }
}

#[test]
fn every_prefix_of_a_term_ends_in_an_error_or_a_term() {
    let text = "{ok,[1|-2.5e3],#{'a b' => <<\"\\x41\",255>>},<0.1.0>,#Ref<0.2>,$\\^A,16#ff,\"é\"}";
    let parsed: Vec<_> = text
        .char_indices()
        .map(|(end, _)| text[..end].parse::<Value>())
        .collect();
    assert!(parsed.iter().all(Result::is_err));
}
