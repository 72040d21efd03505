//! avm-term: straight from the events to bytes and back.

use alloc::vec::Vec;

use avm_term::etf::{self, DecodeError, FromEtf, Limits, Reader};
use avm_term::{List, Value};

use super::{Kind, TOUCHES, Terms, Touch};

impl<'a> FromEtf<'a> for Kind {
    #[inline(always)]
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        reader.read_choice([("down", Self::Down), ("move", Self::Move), ("up", Self::Up)])
    }
}

impl<'a> FromEtf<'a> for Touch {
    #[inline(always)]
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        let mut touch = reader.read_tagged("touch", 6)?;
        Ok(Self {
            kind: touch.read()?,
            id: touch.read()?,
            x: touch.read()?,
            y: touch.read()?,
            pressure: touch.read()?,
            time_us: touch.read()?,
        })
    }
}

/// avm-term, into a slice of events.
pub struct AvmTerm;

impl Terms for AvmTerm {
    const NAME: &'static str = "avm-term";
    type Prepared = Vec<Touch>;
    type Decoded = [Touch; TOUCHES];

    fn prepare(touches: &[Touch]) -> Vec<Touch> {
        touches.to_vec()
    }

    #[inline(always)]
    fn encode<'b>(prepared: &Vec<Touch>, buffer: &'b mut Vec<u8>) -> Option<&'b [u8]> {
        let bytes = etf::encode_at_end(&List(prepared), buffer).ok()?;
        Some(bytes)
    }

    fn place() -> [Touch; TOUCHES] {
        [Touch::nth(0); TOUCHES]
    }

    #[inline(always)]
    fn decode(bytes: &[u8], into: &mut [Touch; TOUCHES]) -> bool {
        let Ok(mut reader) = Reader::new(bytes, &Limits::DEFAULT) else {
            return false;
        };
        reader.read_list_into(into) == Ok(TOUCHES) && reader.finish().is_ok()
    }

    fn touches(decoded: &[Touch; TOUCHES]) -> Option<Vec<Touch>> {
        Some(decoded.to_vec())
    }
}

/// avm-term, into memory of its own.
pub struct AvmTermVec;

impl Terms for AvmTermVec {
    const NAME: &'static str = "avm-term, a Vec";
    type Prepared = Vec<Touch>;
    type Decoded = Vec<Touch>;

    fn prepare(touches: &[Touch]) -> Vec<Touch> {
        touches.to_vec()
    }

    #[inline(always)]
    fn encode<'b>(prepared: &Vec<Touch>, buffer: &'b mut Vec<u8>) -> Option<&'b [u8]> {
        *buffer = etf::to_vec(prepared).ok()?;
        Some(buffer)
    }

    fn place() -> Vec<Touch> {
        Vec::new()
    }

    #[inline(always)]
    fn decode(bytes: &[u8], into: &mut Vec<Touch>) -> bool {
        let decoded = etf::decode(bytes, &Limits::DEFAULT);
        decoded.map(|touches| *into = touches).is_ok()
    }

    fn touches(decoded: &Vec<Touch>) -> Option<Vec<Touch>> {
        Some(decoded.clone())
    }
}

/// Seeded: a tree of values stands between.
pub struct ByValues;

impl Terms for ByValues {
    const NAME: &'static str = "seeded: a tree of values";
    type Prepared = Value;
    type Decoded = Option<Value>;

    fn prepare(touches: &[Touch]) -> Value {
        let bytes = etf::to_vec(&List(touches)).unwrap_or_default();
        etf::decode(&bytes, &Limits::DEFAULT).unwrap_or(Value::from(0))
    }

    fn encode<'b>(prepared: &Value, buffer: &'b mut Vec<u8>) -> Option<&'b [u8]> {
        let bytes = etf::encode_at_end(prepared, buffer).ok()?;
        Some(bytes)
    }

    fn place() -> Option<Value> {
        None
    }

    fn decode(bytes: &[u8], into: &mut Option<Value>) -> bool {
        *into = etf::decode(bytes, &Limits::DEFAULT).ok();
        into.is_some()
    }

    fn touches(decoded: &Option<Value>) -> Option<Vec<Touch>> {
        let bytes = etf::to_vec(decoded.as_ref()?).ok()?;
        etf::decode(&bytes, &Limits::DEFAULT).ok()
    }
}
