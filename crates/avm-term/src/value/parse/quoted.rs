//! Quoted text, escapes and binaries.

use alloc::string::String;
use alloc::vec::Vec;

use super::scan::Scanner;
use super::{ParseError, Value, number};

/// Reads text between two `quote`s, which comes next.
pub(super) fn text(s: &mut Scanner<'_>, quote: char) -> Result<String, ParseError> {
    let mut text = String::new();
    s.bump();
    loop {
        match s.peek() {
            None => return Err(s.error("a closing quote")),
            Some(c) if c == quote => {
                s.bump();
                return Ok(text);
            }
            Some(_) => text.push(character(s)?),
        }
    }
}

/// Reads a character or an escape: `\n \r \t \b \f \v \e \s \d \0`, up to three octal digits,
/// `\xHH`, `\x{H...}`, `\^C`; any other character after `\` is itself.
pub(super) fn character(s: &mut Scanner<'_>) -> Result<char, ParseError> {
    let start = s.clone();
    let c = s.bump().ok_or(start.error("a character"))?;
    if c != '\\' {
        return Ok(c);
    }
    Ok(match s.bump().ok_or(start.error("an escape"))? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        'e' => '\u{1b}',
        's' => ' ',
        'd' => '\u{7f}',
        '^' => {
            let control = s.bump().filter(|c| matches!(c, '@'..='_' | 'a'..='z'));
            char::from(control.ok_or(start.error("a control character"))? as u8 & 0x1f)
        }
        'x' => hexadecimal(s, &start)?,
        first @ '0'..='7' => octal(s, first),
        other => other,
    })
}

fn octal(s: &mut Scanner<'_>, first: char) -> char {
    let mut code = first.to_digit(8).unwrap_or(0);
    for _ in 0..2 {
        let Some(digit) = s.peek().and_then(|c| c.to_digit(8)) else {
            break;
        };
        s.bump();
        code = code * 8 + digit;
    }
    // At most 0o777, and so never in the gap of the surrogates.
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn hexadecimal(s: &mut Scanner<'_>, start: &Scanner<'_>) -> Result<char, ParseError> {
    let expected = start.error("an escape of a Unicode character: `\\xHH` or `\\x{H...}`");
    let digits = if s.takes_next("{") {
        let digits = s.take_while(|c| c.is_ascii_hexdigit());
        if !s.takes_next("}") {
            return Err(expected);
        }
        digits
    } else {
        let digits = s.rest().get(..2).ok_or(expected)?;
        s.bump();
        s.bump();
        digits
    };
    let code = digits.chars().try_fold(0_u32, |code, c| {
        code.checked_mul(16)?.checked_add(c.to_digit(16)?)
    });
    code.filter(|_| !digits.is_empty())
        .and_then(char::from_u32)
        .ok_or(expected)
}

/// Reads `<<1, "text", "größe"/utf8, 5:3>>`; what has a size is the last.
pub(super) fn binary(s: &mut Scanner<'_>) -> Result<Value, ParseError> {
    let mut bytes = Vec::new();
    s.expect("<<", "a binary")?;
    if s.takes(">>") {
        return Ok(Value::Binary(bytes));
    }
    loop {
        s.skip_blank();
        let is_number = s.peek() != Some('"');
        segment(s, &mut bytes)?;
        if is_number && s.takes(":") {
            let last = size(s)?;
            if let Some(byte) = bytes.last_mut() {
                *byte <<= 8 - last;
            }
            s.expect(">>", "`>>` after a segment with a size")?;
            return Ok(Value::Bitstring(bytes, last));
        }
        if s.takes(">>") {
            return Ok(Value::Binary(bytes));
        }
        s.expect(",", "`,` or `>>`")?;
    }
}

/// Reads how many bits of a byte count; the others are cut off, as Erlang does.
fn size(s: &mut Scanner<'_>) -> Result<u8, ParseError> {
    let start = s.clone();
    s.skip_blank();
    let size = number::number(s)?.as_integer();
    size.and_then(|size| u8::try_from(size).ok())
        .filter(|size| (1..=7).contains(size))
        .ok_or(start.error("a size of 1 to 7 bits"))
}

/// Reads a byte, a string of characters that are a byte each, or a string of UTF-8.
fn segment(s: &mut Scanner<'_>, bytes: &mut Vec<u8>) -> Result<(), ParseError> {
    let start = s.clone();
    match s.peek() {
        Some('"') => {
            let text = text(s, '"')?;
            if s.takes("/utf8") {
                bytes.extend_from_slice(text.as_bytes());
                return Ok(());
            }
            for c in text.chars() {
                bytes.push(
                    u8::try_from(c).map_err(|_| start.error("characters below 256, or `/utf8`"))?,
                );
            }
            Ok(())
        }
        Some('0'..='9' | '$') => {
            let byte = number::number(s)?
                .as_integer()
                .and_then(|value| u8::try_from(value).ok());
            bytes.push(byte.ok_or(start.error("an integer from 0 to 255"))?);
            Ok(())
        }
        _ => Err(s.error("a byte or a string")),
    }
}
