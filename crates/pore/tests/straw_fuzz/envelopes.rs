//! What must be true of every payload, by a second reading of it.

use avm_term::Value;
use avm_term::etf::{Atoms, DecodeError, Encoded, Limits, Reader, decode};
use fuzz_testing::Verdict;
use pore::straw::{Exports, Format, Inbound, Message, Reject};
use serde::de::IgnoredAny;

use crate::weighed;

/// What a payload came to: which name, and the bytes of the message.
pub(crate) type Opened = Result<(&'static str, Vec<u8>), Reject>;
/// Reads an envelope.
pub(crate) type Opener = fn(Format, &[u8]) -> Opened;

const NAMES: [&str; 2] = ["shell", "log"];
const HARMLESS: [&str; 5] = ["true", "false", "undefined", "ok", "error"];

/// The most bytes of memory that reading may take.
const MOST_MEMORY: usize = 8192;

pub(crate) fn ours(format: Format, payload: &[u8]) -> Opened {
    opened(Atoms::Listed(&HARMLESS), format, payload)
}

fn opened(atoms: Atoms<'_>, format: Format, payload: &[u8]) -> Opened {
    let mut exports = Exports::new(NAMES.len());
    for name in NAMES {
        exports.export(name, name).expect("there is room");
    }
    let inbound = Inbound {
        exports: &exports,
        limits: Limits {
            atoms,
            ..Limits::DEFAULT
        },
    };
    let (name, message) = inbound.open(format, payload)?;
    let bytes = match message {
        Message::Term(term) => term.as_bytes().to_vec(),
        Message::Json(text) => text.as_bytes().to_vec(),
    };
    Ok((*name, bytes))
}

/// Readers with a fault each.
pub(crate) const SEEDED: [(&str, Opener); 5] = [
    ("any name is reached", reaches_any),
    ("atoms are not looked at", takes_any_atom),
    ("what is behind the message is not looked at", ignores_rest),
    ("a list is an envelope", takes_lists),
    ("a length is trusted with memory", makes_room),
];

fn reaches_any(format: Format, payload: &[u8]) -> Opened {
    match ours(format, payload) {
        Err(Reject::UnknownName) => Ok(("shell", Vec::new())),
        other => other,
    }
}

fn takes_any_atom(format: Format, payload: &[u8]) -> Opened {
    opened(Atoms::Any, format, payload)
}

fn ignores_rest(format: Format, payload: &[u8]) -> Opened {
    let opened = ours(format, payload);
    if opened != Err(Reject::Message) || format == Format::Json {
        return opened;
    }
    let end = (0..payload.len()).find(|end| ours(format, &payload[..*end]).is_ok());
    ours(format, &payload[..end.ok_or(Reject::Message)?])
}

fn takes_lists(format: Format, payload: &[u8]) -> Opened {
    if format == Format::Json && payload.starts_with(b"[") {
        return Ok(("shell", Vec::new()));
    }
    ours(format, payload)
}

fn makes_room(format: Format, payload: &[u8]) -> Opened {
    if let Some(at) = payload.iter().position(|byte| *byte == b'm')
        && let Some([a, b, c, d, ..]) = payload.get(at + 1..)
    {
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        std::hint::black_box(Vec::<u8>::with_capacity(length.min(1 << 20)));
    }
    ours(format, payload)
}

/// Good payloads of both formats.
pub(crate) fn corpus() -> Vec<Vec<u8>> {
    let terms = [
        "1",
        "{ok,<<\"bytes\">>}",
        "[1,[2,[true|false]],\"text\"]",
        "#{1 => 2.5, <<\"a\">> => {}}",
        "[error,undefined,16#ffffffffffff]",
        "{{{{{{{{{{[]}}}}}}}}}}",
    ];
    let json = [
        "1",
        "[null,true,{\"a\":[-1.5e3]}]",
        "\"\\\"[{\\\\\"",
        "{\"addr\":\"init\",\"msg\":{}}",
    ];
    let of_terms = terms.iter().flat_map(|term| {
        let terms = NAMES.map(|name| format!("{{envelope,{name},{term}}}"));
        terms.map(|term| {
            let term: Value = term.parse().expect("a term");
            avm_term::etf::to_vec(&term).expect("an encoding")
        })
    });
    let of_json = json.iter().flat_map(|message| {
        NAMES.map(|name| format!("{{\"addr\":\"{name}\",\"msg\":{message}}}").into_bytes())
    });
    of_terms.chain(of_json).collect()
}

/// Reads a payload, and reads it again in another way.
pub(crate) fn check(open: Opener, payload: &[u8]) -> Verdict {
    let is_json = payload.trim_ascii_start().first() != Some(&131);
    let format = if is_json {
        Format::Json
    } else {
        Format::Erlang
    };
    let most = MOST_MEMORY + 4 * payload.len();
    let (opened, taken) = weighed(most, || open(format, payload));
    if taken > most {
        return Verdict::Wrong(format!("{taken} bytes of memory"));
    }
    let expected = if is_json {
        json(payload)
    } else {
        erlang(payload)
    };
    match (opened, expected) {
        (Ok((name, bytes)), Expected::Message(expected, message)) => {
            if name == expected && bytes == message {
                return Verdict::Good;
            }
            Verdict::Wrong(format!("{message:?} for {expected} went to {name}"))
        }
        (Ok(_), Expected::Unknown) => Verdict::Good,
        (Err(_), Expected::Nothing | Expected::Unknown) => Verdict::Refused,
        (Ok((name, _)), Expected::Nothing) => Verdict::Wrong(format!("something for {name}")),
        (Err(reject), Expected::Message(..)) => Verdict::Wrong(format!("refused: {reject:?}")),
    }
}

/// What the second reading makes of a payload.
enum Expected {
    Message(String, Vec<u8>),
    /// Nothing that may be delivered.
    Nothing,
    /// The second reading has rules of its own there.
    Unknown,
}

fn erlang(payload: &[u8]) -> Expected {
    let limits = Limits {
        depth: Limits::DEFAULT.depth + 1,
        ..Limits::DEFAULT
    };
    let parts = match decode::<Value>(payload, &limits) {
        Ok(Value::Tuple(parts)) => parts,
        Err(DecodeError::DuplicateKey) => return Expected::Unknown,
        _ => return Expected::Nothing,
    };
    let [envelope, name, message] = parts.as_slice() else {
        return Expected::Nothing;
    };
    if envelope.as_atom() != Some("envelope") {
        return Expected::Nothing;
    }
    let Some(name) = name.as_atom().filter(|name| NAMES.contains(name)) else {
        return Expected::Nothing;
    };
    match atoms(message) {
        Some(false) => return Expected::Nothing,
        None => return Expected::Unknown,
        Some(true) => {}
    }
    let raw = || -> Result<Vec<u8>, DecodeError> {
        let mut reader = Reader::new(payload, &limits)?;
        let (_, mut inside) = reader.read_any_tuple()?;
        inside.skip()?;
        inside.skip()?;
        Ok(inside.read::<Encoded<'_>>()?.as_bytes().to_vec())
    };
    Expected::Message(name.to_owned(), raw().expect("was read before"))
}

/// Whether all atoms are harmless; `None` where a value does not show them.
fn atoms(value: &Value) -> Option<bool> {
    let all = |values: &[Value]| {
        let found: Vec<_> = values.iter().map(atoms).collect();
        if found.contains(&None) {
            return None;
        }
        Some(!found.contains(&Some(false)))
    };
    match value {
        Value::Atom(text) => Some(HARMLESS.contains(&text.as_str())),
        Value::Tuple(parts) | Value::List(parts) => all(parts),
        Value::Improper(parts, tail) => Some(all(parts)? && atoms(tail)?),
        Value::Map(map) => {
            let (mut fine, mut known) = (true, true);
            for (key, value) in map.iter() {
                for part in [key, value] {
                    known &= atoms(part).is_some();
                    fine &= atoms(part) != Some(false);
                }
            }
            known.then_some(fine)
        }
        Value::Pid(_) | Value::Port(_) | Value::Reference(_) | Value::Function(_) => None,
        _ => Some(true),
    }
}

fn json(payload: &[u8]) -> Expected {
    if serde_json::from_slice::<IgnoredAny>(payload).is_err() {
        return Expected::Nothing;
    }
    // Keys that come twice, numbers out of range and depth are matters of taste.
    let Ok(value) = serde_json::from_slice::<serde_json::Value>(payload) else {
        return Expected::Unknown;
    };
    let Some(object) = value.as_object() else {
        return Expected::Nothing;
    };
    let (Some(addr), Some(_)) = (object.get("addr"), object.get("msg")) else {
        return Expected::Nothing;
    };
    if addr.as_str().is_some_and(|addr| NAMES.contains(&addr)) {
        return Expected::Unknown;
    }
    Expected::Nothing
}
