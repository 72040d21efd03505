//! Printing values in Erlang syntax.

use core::fmt::{self, Display, Formatter, Write};

use super::Value;

/// Words that are not atoms unless quoted (Erlang Reference Manual, "Reserved Words"; `else` and
/// `maybe` are reserved as of OTP 27 or by a feature before).
pub(super) const RESERVED: [&str; 29] = [
    "after", "and", "andalso", "band", "begin", "bnot", "bor", "bsl", "bsr", "bxor", "case",
    "catch", "cond", "div", "else", "end", "fun", "if", "let", "maybe", "not", "of", "or",
    "orelse", "receive", "rem", "try", "when", "xor",
];

/// Erlang syntax that [`Value`] parses back to the same value. Atoms are quoted where they must
/// be; a binary of printable UTF-8 is text, any other is numbers; a list is always a list of
/// elements, never a string. Floats keep every bit.
impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Float(value) => float(*value, f),
            Self::Atom(text) if is_bare(text) => f.write_str(text),
            Self::Atom(text) => quoted(text, '\'', f),
            Self::Reference(number) => write!(f, "#Ref<0.{number}>"),
            Self::Function(number) => write!(f, "#Fun<{number}>"),
            Self::Port(number) => write!(f, "#Port<0.{number}>"),
            Self::Pid(number) => write!(f, "<0.{number}.0>"),
            Self::Tuple(elements) => enclosed('{', elements, None, '}', f),
            Self::List(elements) => enclosed('[', elements, None, ']', f),
            Self::Improper(elements, tail) => enclosed('[', elements, Some(tail), ']', f),
            Self::Map(map) => {
                f.write_str("#{")?;
                for (index, (key, value)) in map.iter().enumerate() {
                    write!(f, "{}{key} => {value}", if index == 0 { "" } else { "," })?;
                }
                f.write_char('}')
            }
            Self::Binary(bytes) => binary(bytes, f),
            Self::Bitstring(bytes, last) => bitstring(bytes, *last, f),
        }
    }
}

fn enclosed(
    open: char,
    elements: &[Value],
    tail: Option<&Value>,
    close: char,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    f.write_char(open)?;
    for (index, element) in elements.iter().enumerate() {
        write!(f, "{}{element}", if index == 0 { "" } else { "," })?;
    }
    if let Some(tail) = tail {
        write!(f, "|{tail}")?;
    }
    f.write_char(close)
}

/// Whether an atom needs no quotes. Erlang allows more letters than these; quotes do no harm.
fn is_bare(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'@')
        && !RESERVED.contains(&text)
}

fn quoted(text: &str, quote: char, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char(quote)?;
    for c in text.chars() {
        match c {
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\\' => f.write_str("\\\\")?,
            c if c == quote => write!(f, "\\{c}")?,
            c if c.is_control() => write!(f, "\\x{{{:x}}}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char(quote)
}

fn binary(bytes: &[u8], f: &mut Formatter<'_>) -> fmt::Result {
    let printable = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    f.write_str("<<")?;
    match core::str::from_utf8(bytes) {
        Ok("") => {}
        Ok(text) if text.chars().all(printable) => {
            quoted(text, '"', f)?;
            // Without it a character stands for one byte.
            f.write_str(if text.is_ascii() { "" } else { "/utf8" })?;
        }
        _ => numbers(bytes, f)?,
    }
    f.write_str(">>")
}

fn numbers(bytes: &[u8], f: &mut Formatter<'_>) -> fmt::Result {
    for (index, byte) in bytes.iter().enumerate() {
        write!(f, "{}{byte}", if index == 0 { "" } else { "," })?;
    }
    Ok(())
}

/// Whole bytes, then the bits that are left: `<<1,5:3>>`.
fn bitstring(bytes: &[u8], last: u8, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("<<")?;
    if let Some((rest, whole)) = bytes.split_last() {
        numbers(whole, f)?;
        let comma = if whole.is_empty() { "" } else { "," };
        let bits = u16::from(*rest) >> (8 - last.min(8));
        write!(f, "{comma}{bits}:{last}")?;
    }
    f.write_str(">>")
}

/// The shortest digits that read back as the same bits, with the point that Erlang wants.
fn float(value: f64, f: &mut Formatter<'_>) -> fmt::Result {
    let mut digits = Digits::default();
    write!(digits, "{value:?}")?;
    let text = digits.text();
    match text.split_once('e') {
        Some((mantissa, exponent)) if !mantissa.contains('.') => {
            write!(f, "{mantissa}.0e{exponent}")
        }
        _ => f.write_str(text),
    }
}

/// Room for the digits of any float: sign, 17 digits, point and exponent are 24 bytes.
#[derive(Default)]
struct Digits {
    bytes: [u8; 32],
    length: usize,
}

impl Digits {
    fn text(&self) -> &str {
        self.bytes
            .get(..self.length)
            .and_then(|text| core::str::from_utf8(text).ok())
            .unwrap_or("")
    }
}

impl Write for Digits {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        let room = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
