//! Values from bytes.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Atom, DecodeError, FromEtf, Reader, Token};
use crate::value::{Value, ValueMap};

/// Any term within the limits. Of a pid, a port and a reference the node is lost; a function by
/// its name has the number 0.
impl<'a> FromEtf<'a> for Value {
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        Ok(match reader.read_token()? {
            Token::Integer(value) => Self::Integer(value),
            Token::Float(value) => Self::Float(value),
            Token::Atom(atom) => Self::Atom(text(atom)?),
            Token::Binary(bytes) => Self::Binary(copy(bytes)?),
            Token::Bits(bytes, bits) => Self::Bitstring(masked(bytes, bits)?, bits),
            Token::Nil => Self::List(Vec::new()),
            Token::String(bytes) => reader.nested(|_| string(bytes))?,
            Token::Tuple(count) => Self::Tuple(reader.nested(|reader| values(reader, count))?),
            Token::List(count) => reader.nested(|reader| list(reader, count))?,
            Token::Map(count) => reader.nested(|reader| map(reader, count))?,
            Token::Pid(pid) => Self::Pid(u64::from(pid.serial) << 32 | u64::from(pid.id)),
            Token::Port(port) => Self::Port(port.id),
            Token::Reference(reference) => {
                let [low, high, ..] = reference.id.map(u64::from);
                Self::Reference(high << 32 | low)
            }
            Token::Export(_) => Self::Function(0),
        })
    }
}

fn values(reader: &mut Reader<'_>, count: usize) -> Result<Vec<Value>, DecodeError> {
    let mut values = Vec::new();
    for _ in 0..count {
        push(&mut values, reader.read()?)?;
    }
    Ok(values)
}

fn list(reader: &mut Reader<'_>, count: usize) -> Result<Value, DecodeError> {
    let elements = values(reader, count)?;
    Ok(Value::improper(elements, reader.read()?))
}

fn map(reader: &mut Reader<'_>, count: usize) -> Result<Value, DecodeError> {
    let mut pairs = Vec::new();
    for _ in 0..count {
        push(&mut pairs, (reader.read()?, reader.read()?))?;
    }
    let map = ValueMap::of_distinct(pairs);
    let mut neighbours = map.iter().as_slice().windows(2);
    if neighbours.any(|pair| matches!(pair, [(a, _), (b, _)] if a == b)) {
        return Err(DecodeError::DuplicateKey);
    }
    Ok(Value::Map(map))
}

fn string(bytes: &[u8]) -> Result<Value, DecodeError> {
    let mut elements = Vec::new();
    for byte in bytes {
        push(&mut elements, Value::from(*byte))?;
    }
    Ok(Value::List(elements))
}

/// The bits that do not count are zeros.
fn masked(bytes: &[u8], bits: u8) -> Result<Vec<u8>, DecodeError> {
    let mut bytes = copy(bytes)?;
    if let Some(last) = bytes.last_mut() {
        *last &= !(0xff_u8.checked_shr(bits.into()).unwrap_or(0));
    }
    Ok(bytes)
}

fn copy(bytes: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len())
        .map_err(|_| DecodeError::OutOfMemory)?;
    copy.extend_from_slice(bytes);
    Ok(copy)
}

fn text(atom: Atom<'_>) -> Result<String, DecodeError> {
    match atom.as_str() {
        Some(text) => String::from_utf8(copy(text.as_bytes())?).map_err(|_| DecodeError::Text),
        None => Ok(atom.to_string()),
    }
}

/// Adds to a list that grows as its elements come: a header alone takes no memory.
pub(super) fn push<T>(list: &mut Vec<T>, item: T) -> Result<(), DecodeError> {
    list.try_reserve(1).map_err(|_| DecodeError::OutOfMemory)?;
    list.push(item);
    Ok(())
}
