//! What must be true of every input.

use avm_term::Value;
use avm_term::etf::{DecodeError, Encoded, Limits, Reader, decode, encode_at_end, size, to_vec};

use fuzz_testing::Verdict;

use crate::MEMORY;

/// Reads bytes as a value.
pub(crate) type Decoder = fn(&[u8]) -> Result<Value, DecodeError>;

/// The most bytes of memory for a byte of input: lists grow by doubling, and a value takes more
/// than its bytes.
const MEMORY_PER_BYTE: usize = 400;

pub(crate) fn ours(bytes: &[u8]) -> Result<Value, DecodeError> {
    decode(bytes, &Limits::DEFAULT)
}

/// Decoders with a fault each.
pub(crate) const SEEDED: [(&str, Decoder); 4] = [
    ("a string's length is trusted", trusts_length),
    ("room is made for a list's length", makes_room),
    ("what is behind the term is not looked at", ignores_rest),
    ("a float that is not finite is a value", takes_any_float),
];

fn trusts_length(bytes: &[u8]) -> Result<Value, DecodeError> {
    if let [131, 107, high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        return Ok(Value::list(rest[..length].iter().copied().map(Value::from)));
    }
    ours(bytes)
}

fn makes_room(bytes: &[u8]) -> Result<Value, DecodeError> {
    if let [131, 108, a, b, c, d, ..] = bytes {
        let count = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        std::hint::black_box(Vec::<Value>::with_capacity(count.min(1 << 20)));
    }
    ours(bytes)
}

fn ignores_rest(bytes: &[u8]) -> Result<Value, DecodeError> {
    Reader::new(bytes, &Limits::DEFAULT)?.read()
}

fn takes_any_float(bytes: &[u8]) -> Result<Value, DecodeError> {
    if let [131, 70, float @ ..] = bytes
        && let Ok(float) = float.try_into()
    {
        return Ok(Value::Float(f64::from_be_bytes(float)));
    }
    ours(bytes)
}

/// Reads an input in every way, and compares the ways.
pub(crate) fn check(decoder: Decoder, bytes: &[u8]) -> Verdict {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let value = decoder(bytes);
    let taken = MEMORY.peak_usage().saturating_sub(before);
    if taken > 4096 + MEMORY_PER_BYTE * bytes.len() {
        return Verdict::Wrong(format!("{taken} bytes of memory"));
    }
    let encoded = decode::<Encoded<'_>>(bytes, &Limits::DEFAULT).map(|_| ());
    typed(bytes);
    match (value, encoded) {
        (Ok(value), Ok(())) => encoded_again(decoder, &value),
        // Skipping does not compare keys, and may come to another fault behind them.
        (Err(DecodeError::DuplicateKey), _) => Verdict::Refused,
        (Err(value), Err(encoded)) if value == encoded => Verdict::Refused,
        (value, encoded) => Verdict::Wrong(format!("read as {value:?}, skipped as {encoded:?}")),
    }
}

/// What was read is encoded, if it can be, and read again.
fn encoded_again(decoder: Decoder, value: &Value) -> Verdict {
    let Ok(bytes) = to_vec(value) else {
        if has_no_encoding(value) {
            return Verdict::Good;
        }
        return Verdict::Wrong(format!("{value} has no encoding"));
    };
    if size(value) != Ok(bytes.len()) {
        return Verdict::Wrong(format!("{value} has another size"));
    }
    let mut tight = vec![0; bytes.len()];
    if encode_at_end(value, &mut tight).as_deref() != Ok(&bytes) {
        return Verdict::Wrong(format!("{value} has other bytes in no more room"));
    }
    match decoder(&bytes) {
        Ok(again) if again == *value => Verdict::Good,
        other => Verdict::Wrong(format!("{value} came back as {other:?}")),
    }
}

/// Whether a value holds what only its node knows.
fn has_no_encoding(value: &Value) -> bool {
    match value {
        Value::Pid(_)
        | Value::Port(_)
        | Value::Reference(_)
        | Value::Function(_)
        | Value::Bitstring(..) => true,
        Value::Tuple(parts) | Value::List(parts) => parts.iter().any(has_no_encoding),
        Value::Improper(parts, tail) => parts.iter().any(has_no_encoding) || has_no_encoding(tail),
        Value::Map(map) => map
            .iter()
            .any(|(key, value)| has_no_encoding(key) || has_no_encoding(value)),
        Value::Integer(_) | Value::Float(_) | Value::Atom(_) | Value::Binary(_) => false,
    }
}

/// Reads by types, which must end; by steps too, without end for ever.
fn typed(bytes: &[u8]) {
    let limits = &Limits::DEFAULT;
    let _ = decode::<Vec<(u16, i64)>>(bytes, limits);
    let _ = decode::<Result<Vec<u8>, Option<bool>>>(bytes, limits);
    let _ = decode::<(&str, u32, f64, u64)>(bytes, limits);
    let Ok(reader) = Reader::new(bytes, limits) else {
        return;
    };
    let mut items = [0_u16; 8];
    let _ = reader.clone().read_list_into(&mut items);
    let _ = reader.clone().read_tagged("ok", 1).map(|_| ());
    let mut steps = reader;
    while steps.read_token().is_ok() {}
}
