//! JSON: terms as text, and text as terms.
//!
//! Objects are maps with binaries for keys, arrays are lists, strings are binaries, and `true`,
//! `false` and `null` are atoms. On its way out any other atom is a string.

use avm_term::{BuildError, Builder, IntoTerm, Kind, Term, atom};
use serde_json::Value;

use crate::encode::{MAX_ATOM, Out, Unfit};

/// The most levels of a message: what a peer takes.
const DEPTH: usize = 64;

/// Writes `{"addr": Name, "msg": Message}`.
pub(crate) fn envelope(out: &mut Out<'_>, name: &str, message: Term<'_>) -> Result<(), Unfit> {
    out.put(b"{\"addr\":")?;
    string(out, name)?;
    out.put(b",\"msg\":")?;
    // As it would come in.
    let message = match message.tuple() {
        Some([tag, inner]) if tag.is(atom!("json")) => inner,
        _ => message,
    };
    term(out, message, DEPTH)?;
    out.put(b"}")
}

fn string(out: &mut Out<'_>, text: &str) -> Result<(), Unfit> {
    let quoted = serde_json::to_string(text).map_err(|_| Unfit::Message)?;
    out.put(quoted.as_bytes())
}

fn term(out: &mut Out<'_>, term: Term<'_>, depth: usize) -> Result<(), Unfit> {
    match term.kind() {
        Kind::Integer | Kind::Float => number(out, term),
        Kind::Atom => {
            let mut buffer = [0; MAX_ATOM];
            match term.atom_text(&mut buffer).ok_or(Unfit::Message)? {
                text @ ("true" | "false" | "null") => out.put(text.as_bytes()),
                text => string(out, text),
            }
        }
        Kind::Binary => string(out, text(term)?),
        Kind::List => array(out, term, depth.checked_sub(1).ok_or(Unfit::Message)?),
        Kind::Map => object(out, term, depth.checked_sub(1).ok_or(Unfit::Message)?),
        _ => Err(Unfit::Message),
    }
}

fn number(out: &mut Out<'_>, term: Term<'_>) -> Result<(), Unfit> {
    let text = match (term.signed(), term.unsigned(), term.float()) {
        (Some(value), _, _) => serde_json::to_string(&value),
        (_, Some(value), _) => serde_json::to_string(&value),
        (_, _, Some(value)) => serde_json::to_string(&value),
        _ => return Err(Unfit::Message),
    };
    out.put(text.map_err(|_| Unfit::Message)?.as_bytes())
}

fn text(term: Term<'_>) -> Result<&str, Unfit> {
    let bytes = term.binary().ok_or(Unfit::Message)?;
    core::str::from_utf8(bytes).map_err(|_| Unfit::Message)
}

fn array(out: &mut Out<'_>, list: Term<'_>, depth: usize) -> Result<(), Unfit> {
    out.put(b"[")?;
    for (index, element) in list.list().ok_or(Unfit::Message)?.enumerate() {
        if index > 0 {
            out.put(b",")?;
        }
        term(out, element.map_err(|_| Unfit::Message)?, depth)?;
    }
    out.put(b"]")
}

fn object(out: &mut Out<'_>, map: Term<'_>, depth: usize) -> Result<(), Unfit> {
    out.put(b"{")?;
    for (index, (key, value)) in map.map().ok_or(Unfit::Message)?.enumerate() {
        if index > 0 {
            out.put(b",")?;
        }
        let mut buffer = [0; MAX_ATOM];
        match key.atom_text(&mut buffer) {
            Some(key) => string(out, key)?,
            None => string(out, text(key)?)?,
        }
        out.put(b":")?;
        term(out, value, depth)?;
    }
    out.put(b"}")
}

/// A value that came in, as a term.
pub(crate) struct Json<'a>(pub(crate) &'a Value);

impl IntoTerm for Json<'_> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        match self.0 {
            Value::Null => b.atom(atom!("null")),
            Value::Bool(value) => value.build(b),
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(value), _, _) => b.signed(value),
                (_, Some(value), _) => b.unsigned(value),
                (_, _, Some(value)) => b.float(value),
                _ => Err(BuildError::Unrepresentable),
            },
            Value::String(text) => b.binary(text.as_bytes()),
            Value::Array(values) => {
                let mut list = b.nil();
                for value in values.iter().rev() {
                    let value = Json(value).build(b)?;
                    list = b.cell(value, list)?;
                }
                Ok(list)
            }
            Value::Object(members) => {
                let mut pairs = Vec::new();
                for (key, value) in members {
                    pairs.push((b.binary(key.as_bytes())?, Json(value).build(b)?));
                }
                b.map(&mut pairs)
            }
        }
    }
}
