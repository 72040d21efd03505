//! Integers, floats and characters.

use alloc::string::String;

use super::quoted;
use super::scan::Scanner;
use super::{ParseError, Value};

/// Reads `-1_000`, `16#ff`, `$a`, `-1.5e-3`.
pub(super) fn number(s: &mut Scanner<'_>) -> Result<Value, ParseError> {
    let start = s.clone();
    let negative = s.takes_next("-");
    if s.takes_next("$") {
        let code = i128::from(u32::from(quoted::character(s)?));
        return Ok(Value::Integer(if negative { -code } else { code }));
    }
    let whole = digits(s, 10)?;
    if s.takes_next("#") {
        let base = whole.parse().ok().filter(|base| (2..=36).contains(base));
        let base = base.ok_or(start.error("a base from 2 to 36"))?;
        let digits = digits(s, base)?;
        return integer(negative, &digits, base).ok_or(start.error(TOO_LARGE));
    }
    if s.rest().starts_with('.') && s.rest().chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
        return float(s, &start);
    }
    integer(negative, &whole, 10).ok_or(start.error(TOO_LARGE))
}

const TOO_LARGE: &str = "an integer of at most 127 bits";

/// Takes digits with single underscores between them, and drops the underscores.
fn digits(s: &mut Scanner<'_>, base: u32) -> Result<String, ParseError> {
    let mut digits = String::new();
    loop {
        match s.peek() {
            Some(c) if c.is_digit(base) => digits.push(c),
            Some('_')
                if !digits.is_empty()
                    && s.rest().chars().nth(1).is_some_and(|c| c.is_digit(base)) => {}
            _ if digits.is_empty() => return Err(s.error("a digit")),
            _ => return Ok(digits),
        }
        s.bump();
    }
}

fn integer(negative: bool, digits: &str, base: u32) -> Option<Value> {
    let sign = if negative { -1 } else { 1 };
    let mut value = 0_i128;
    for digit in digits.chars() {
        value = value
            .checked_mul(base.into())?
            .checked_add(sign * i128::from(digit.to_digit(base)?))?;
    }
    Some(Value::Integer(value))
}

/// Goes on behind the whole part; `start` is before the sign.
fn float(s: &mut Scanner<'_>, start: &Scanner<'_>) -> Result<Value, ParseError> {
    s.bump();
    digits(s, 10)?;
    if s.takes_next("e") || s.takes_next("E") {
        let _ = s.takes_next("-") || s.takes_next("+");
        digits(s, 10)?;
    }
    let length = start.rest().len() - s.rest().len();
    let text = start.rest().get(..length).unwrap_or("").replace('_', "");
    let value: Option<f64> = text.parse().ok();
    value
        .filter(|value| value.is_finite())
        .map(Value::Float)
        .ok_or(start.error("a float in range"))
}
