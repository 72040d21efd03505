//! Parsing Erlang syntax into values.

mod number;
mod quoted;
mod scan;

use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::print::RESERVED;
use super::{MAX_DEPTH, Value};
use scan::Scanner;

/// The most characters of an atom, as Erlang limits them.
const MAX_ATOM_CHARACTERS: usize = 255;

/// Where a text stops being an Erlang term, and what could have stood there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParseError {
    /// Bytes before the place.
    pub offset: usize,
    /// What was expected there, in words.
    pub expected: &'static str,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at byte {}", self.expected, self.offset)
    }
}

impl core::error::Error for ParseError {}

/// Reads one term, with white space and `%` comments around and within it: what `Display` prints;
/// `"strings"` as lists of code points; `$c`, `16#ff` and `1_000`; binaries of bytes, strings and
/// `"strings"/utf8`. Variables, operators, comprehensions, sized segments, atoms above 255
/// characters and terms nested deeper than [`MAX_DEPTH`] are errors.
impl FromStr for Value {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut s = Scanner::new(text);
        let value = term(&mut s, MAX_DEPTH)?;
        s.skip_blank();
        if s.is_at_end() {
            Ok(value)
        } else {
            Err(s.error("the end of the text"))
        }
    }
}

/// Reads a term that nests at most `depth` deep.
fn term(s: &mut Scanner<'_>, depth: usize) -> Result<Value, ParseError> {
    s.skip_blank();
    let compound = s.peek().is_some_and(|c| "{[".contains(c)) || s.rest().starts_with("#{");
    if compound && depth == 0 {
        return Err(s.error("fewer nested terms"));
    }
    match s.peek() {
        Some('{') => tuple(s, depth - 1),
        Some('[') => list(s, depth - 1),
        Some('#') if compound => map(s, depth - 1),
        Some('#') => opaque(s),
        Some('<') if s.rest().starts_with("<<") => quoted::binary(s),
        Some('<') => Ok(Value::Pid(numbered(s, "<0.", ".0>")?)),
        Some('"') => {
            let text = quoted::text(s, '"')?;
            Ok(Value::list(text.chars().map(|c| Value::from(u32::from(c)))))
        }
        Some('\'' | 'a'..='z') => atom(s),
        Some('0'..='9' | '-' | '$') => number::number(s),
        _ => Err(s.error("a term")),
    }
}

fn tuple(s: &mut Scanner<'_>, depth: usize) -> Result<Value, ParseError> {
    s.bump();
    let mut elements = Vec::new();
    if s.takes("}") {
        return Ok(Value::Tuple(elements));
    }
    loop {
        elements.push(term(s, depth)?);
        if s.takes("}") {
            return Ok(Value::Tuple(elements));
        }
        s.expect(",", "`,` or `}`")?;
    }
}

fn list(s: &mut Scanner<'_>, depth: usize) -> Result<Value, ParseError> {
    s.bump();
    let mut elements = Vec::new();
    if s.takes("]") {
        return Ok(Value::List(elements));
    }
    loop {
        elements.push(term(s, depth)?);
        if s.takes("]") {
            return Ok(Value::List(elements));
        }
        if s.takes("|") {
            let tail = term(s, depth)?;
            s.expect("]", "`]`")?;
            return Ok(Value::improper(elements, tail));
        }
        s.expect(",", "`,`, `|` or `]`")?;
    }
}

fn map(s: &mut Scanner<'_>, depth: usize) -> Result<Value, ParseError> {
    s.expect("#{", "a map")?;
    let mut pairs = Vec::new();
    if s.takes("}") {
        return Ok(Value::map(pairs));
    }
    loop {
        let key = term(s, depth)?;
        s.expect("=>", "`=>`")?;
        pairs.push((key, term(s, depth)?));
        if s.takes("}") {
            return Ok(Value::map(pairs));
        }
        s.expect(",", "`,` or `}`")?;
    }
}

/// Reads what only a VM can make, as the number it is known by.
fn opaque(s: &mut Scanner<'_>) -> Result<Value, ParseError> {
    if s.rest().starts_with("#Ref<") {
        numbered(s, "#Ref<0.", ">").map(Value::Reference)
    } else if s.rest().starts_with("#Port<") {
        numbered(s, "#Port<0.", ">").map(Value::Port)
    } else {
        numbered(s, "#Fun<", ">").map(Value::Function)
    }
}

fn numbered(
    s: &mut Scanner<'_>,
    before: &'static str,
    after: &'static str,
) -> Result<u64, ParseError> {
    s.expect(before, before)?;
    let error = s.error("a number below 2 to the 64");
    let number = s
        .take_while(|c| c.is_ascii_digit())
        .parse()
        .map_err(|_| error)?;
    s.expect(after, after)?;
    Ok(number)
}

fn atom(s: &mut Scanner<'_>) -> Result<Value, ParseError> {
    let start = s.clone();
    let text = if s.peek() == Some('\'') {
        quoted::text(s, '\'')?
    } else {
        let text = s.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '@'));
        if RESERVED.contains(&text) {
            return Err(start.error("a term, or quotes around the reserved word"));
        }
        text.into()
    };
    if text.chars().count() > MAX_ATOM_CHARACTERS {
        return Err(start.error("an atom of at most 255 characters"));
    }
    Ok(Value::Atom(text))
}

#[cfg(test)]
mod tests;
