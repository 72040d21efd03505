//! Who a peer reaches, and with what.

use avm_term::etf::{Atoms, Limits, to_vec};
use avm_term::{Value, tuple};
use pore::straw::{ExportError, Exports, Format, Inbound, Message, Reject, Straw, Terms};

use crate::common::{Tube, drain, exports, frame, text};

/// `{envelope, Addressee, Message}`, from Erlang's syntax.
fn envelope(addressee: &str, message: &str) -> Vec<u8> {
    let term: Value = format!("{{envelope,{addressee},{message}}}")
        .parse()
        .unwrap();
    to_vec(&term).unwrap()
}

fn open(format: Format, payload: &[u8]) -> Result<(u32, String), Reject> {
    let exports = exports();
    let inbound = Inbound::new(&exports);
    let (target, message) = inbound.open(format, payload)?;
    Ok((*target, text(message)))
}

#[test]
fn t12_only_exported_names_are_reached() {
    let erlang = |payload: &[u8]| open(Format::Erlang, payload);
    assert_eq!(erlang(&envelope("log", "ok")), Ok((2, "ok".to_owned())));
    for unknown in ["init", "kernel", "'Shell'", "code_server", "''", "'shell '"] {
        assert_eq!(erlang(&envelope(unknown, "ok")), Err(Reject::UnknownName));
    }
    // A pid, a number, a name on another node, a binary.
    let pid = b"\x83h\x03w\x08envelopeXw\x0dnonode@nohost\0\0\0\x09\0\0\0\0\0\0\0\0w\x02ok";
    assert_eq!(erlang(pid), Err(Reject::NotAName));
    for other in ["1", "{shell,node}", "<<\"shell\">>", "[]"] {
        assert_eq!(erlang(&envelope(other, "ok")), Err(Reject::NotAName));
    }
}

#[test]
fn t12_what_is_no_envelope_is_refused() {
    let whole = envelope("shell", "{1,2}");
    for end in 0..whole.len() {
        let refused = open(Format::Erlang, &whole[..end]);
        assert!(refused.is_err(), "cut at {end}: {refused:?}");
    }
    let mut longer = whole.clone();
    longer.push(0x6a);
    assert_eq!(open(Format::Erlang, &longer), Err(Reject::Message));
    for other in [
        to_vec(&tuple!("envelope", "shell")).unwrap(),
        to_vec(&Value::atom("envelope")).unwrap(),
        envelope("shell", "1")[1..].to_vec(),
        b"{\"addr\":\"shell\",\"msg\":1}".to_vec(),
    ] {
        assert_eq!(open(Format::Erlang, &other), Err(Reject::NoEnvelope));
    }
}

#[test]
fn t12_atoms_are_those_that_are_allowed() {
    let refused = |message| open(Format::Erlang, &envelope("shell", message));
    assert_eq!(refused("{new,1}"), Err(Reject::Atom));
    assert_eq!(refused("#{key => 1}"), Err(Reject::Atom));
    assert_eq!(
        refused("[[true|false]]"),
        Ok((1, "[[true|false]]".to_owned()))
    );

    let exports = exports();
    let inbound = Inbound {
        limits: Limits {
            atoms: Atoms::Listed(&["new"]),
            ..Limits::DEFAULT
        },
        ..Inbound::new(&exports)
    };
    let payload = envelope("shell", "{new,1}");
    assert!(inbound.open(Format::Erlang, &payload).is_ok());
    let payload = envelope("shell", "true");
    assert_eq!(inbound.open(Format::Erlang, &payload), Err(Reject::Atom));
}

#[test]
fn t12_huge_atoms_are_refused_wherever_they_stand() {
    let mut atom = b"v\x01\x00".to_vec();
    atom.extend([b'a'; 256]);
    let mut name = b"\x83h\x03w\x08envelope".to_vec();
    let mut message = b"\x83h\x03w\x08envelopew\x05shell".to_vec();
    name.extend(&atom);
    name.extend(b"a\x01");
    message.extend(&atom);
    assert_eq!(open(Format::Erlang, &name), Err(Reject::Atom));
    assert_eq!(open(Format::Erlang, &message), Err(Reject::Atom));
}

#[test]
fn t12_terms_that_are_not_safe_are_refused() {
    let head = b"\x83h\x03w\x08envelopew\x05shell";
    let with = |message: &[u8]| open(Format::Erlang, &[head, message].concat());
    // Compressed; a function; a fun of old; a float that is none; a distribution header.
    for unsafe_term in [
        &b"P\0\0\0\x02x\x9c\x2ba\x04\0\0\x74\0\x2e"[..],
        b"p\0\0\0\x20\0",
        b"u\0\0\0\0",
        b"F\x7f\xf0\0\0\0\0\0\0",
        b"D\0",
        b"\x83a\x01",
    ] {
        assert_eq!(with(unsafe_term), Err(Reject::Message), "{unsafe_term:?}");
    }
    // More elements than there are bytes, and a tuple within 100 others.
    assert_eq!(with(b"l\xff\xff\xff\xff"), Err(Reject::Message));
    let deep = [&b"h\x01".repeat(100)[..], b"a\x01"].concat();
    assert_eq!(with(&deep), Err(Reject::Limit));
    let wide = [&b"k\xff\xff"[..], &[0; 65_535]].concat();
    let lists: Vec<u8> = std::iter::repeat_n(wide, 5).flatten().collect();
    let many = [&b"h\x05"[..], &lists].concat();
    assert_eq!(with(&many), Err(Reject::Limit));
}

#[test]
fn t12_json_is_held_to_the_same_rules() {
    let json = |payload: &str| open(Format::Json, payload.as_bytes());
    let of = |name: &str, message: &str| format!("{{\"addr\":\"{name}\",\"msg\":{message}}}");
    assert_eq!(json(&of("log", "null")), Ok((2, "null".to_owned())));
    assert_eq!(json(&of("init", "1")), Err(Reject::UnknownName));
    assert_eq!(json(&of("shell\\u0000", "1")), Err(Reject::UnknownName));
    for none in [
        "",
        "null",
        "[\"shell\",1]",
        "{\"addr\":\"shell\"}",
        "{\"addr\":1,\"msg\":1}",
        "{\"addr\":\"shell\",\"addr\":\"init\",\"msg\":1}",
        "{\"addr\":\"shell\",\"msg\":1}x",
        "{\"addr\":\"shell\",\"msg\":01}",
        "{\"addr\":\"shell\",\"msg\":[1}",
        "{\"addr\":\"\\ud800\",\"msg\":1}",
    ] {
        assert_eq!(json(none), Err(Reject::NoEnvelope), "{none}");
    }
    let bad = b"{\"addr\":\"shell\",\"msg\":\"\xff\"}";
    assert_eq!(open(Format::Json, bad), Err(Reject::NoEnvelope));
    let deep = |depth| of("shell", &("[".repeat(depth) + &"]".repeat(depth)));
    assert!(json(&deep(64)).is_ok());
    assert_eq!(json(&deep(65)), Err(Reject::Limit));
    assert_eq!(json(&deep(100_000)), Err(Reject::Limit));
    let wide = of("shell", &format!("[{}0]", "0,".repeat(1 << 18)));
    assert_eq!(json(&wide), Err(Reject::Limit));
    // What stands in strings does not count.
    let quoted = of(
        "shell",
        &format!("\"{}\\\"{}\"", "[".repeat(100), "{".repeat(100)),
    );
    assert!(json(&quoted).is_ok());
}

#[test]
fn t12_what_is_refused_is_counted_and_the_rest_goes_on() {
    let stream: Vec<u8> = [
        envelope("shell", "1"),
        envelope("init", "stop"),
        envelope("shell", "new_atom"),
        b"rubbish".to_vec(),
        Vec::new(),
        envelope("12", "1"),
        [&envelope("shell", "1")[..20], b"P\0\0"].concat(),
        envelope("log", "2"),
    ]
    .iter()
    .flat_map(|payload| frame(payload))
    .collect();
    let mut straw = Straw::new(Tube::of(&stream), Terms::DEFAULT);
    let (delivered, turn) = drain(&mut straw, &exports());
    assert!(turn.is_ok());
    assert_eq!(delivered, [(1, "1".to_owned()), (2, "2".to_owned())]);
    let stats = straw.stats();
    let rejects = stats.rejects;
    assert_eq!((stats.frames, stats.delivered, rejects.total()), (8, 2, 6));
    assert_eq!(rejects.of(Reject::UnknownName), 1);
    assert_eq!(rejects.of(Reject::Atom), 1);
    assert_eq!(rejects.of(Reject::NoEnvelope), 2);
    assert_eq!(rejects.of(Reject::NotAName), 1);
    assert_eq!(rejects.of(Reject::Message), 1);
}

#[test]
fn names_are_exported_and_taken_back() {
    let mut exports = Exports::new(2);
    assert_eq!(exports.export("a", 1), Ok(None));
    assert_eq!(exports.export("b", 2), Ok(None));
    assert_eq!(exports.export("a", 3), Ok(Some(1)));
    assert_eq!(exports.export("c", 4), Err(ExportError::Full));
    assert_eq!(exports.export("", 4), Err(ExportError::Name));
    assert_eq!(exports.export(&"n".repeat(256), 4), Err(ExportError::Name));
    assert_eq!(exports.unexport("a"), Some(3));
    assert_eq!(exports.unexport("a"), None);
    assert_eq!(exports.get("a"), None);
    assert_eq!((exports.get("b"), exports.len()), (Some(&2), 1));
}

#[test]
fn a_latin1_name_is_the_same_name() {
    let mut exports = Exports::new(1);
    exports.export("\u{e9}t\u{e9}", 7).unwrap();
    let inbound = Inbound::new(&exports);
    let payload = b"\x83h\x03w\x08enveloped\0\x03\xe9t\xe9a\x01";
    let (target, message) = inbound.open(Format::Erlang, payload).unwrap();
    assert_eq!(*target, 7);
    assert!(matches!(message, Message::Term(term) if term.as_bytes() == b"a\x01"));
}
