//! Messages on their way out: a term as bytes, in one pass.

use avm_term::{Kind, StaticAtom, Term, atom};

/// The most levels of a message: what a peer takes.
const DEPTH: usize = 64;
/// The most bytes of a list that is written as a string; Erlang's.
const MAX_STRING: usize = 0xffff;
/// All bytes of an atom: 255 characters of four.
pub(crate) const MAX_ATOM: usize = 1020;

/// Why a message is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// It has something in it that is not sent, or is nested too deep.
    Message,
    /// It is longer than a frame may be.
    TooLong,
    /// There is no memory for it.
    OutOfMemory,
}

impl Unfit {
    pub(crate) fn atom(self) -> &'static StaticAtom {
        match self {
            Self::Message => atom!("bad_message"),
            Self::TooLong => atom!("too_long"),
            Self::OutOfMemory => atom!("out_of_memory"),
        }
    }
}

/// Bytes that are written, and how many there may be.
#[derive(Debug)]
pub(crate) struct Out<'b> {
    pub(crate) bytes: &'b mut Vec<u8>,
    pub(crate) most: usize,
}

impl Out<'_> {
    #[inline]
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Result<(), Unfit> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(Unfit::TooLong);
        }
        let reserved = self.bytes.try_reserve(bytes.len());
        reserved.map_err(|_| Unfit::OutOfMemory)?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn put_long(&mut self, tag: u8, length: usize) -> Result<(), Unfit> {
        let length = u32::try_from(length).map_err(|_| Unfit::TooLong)?;
        let [a, b, c, d] = length.to_be_bytes();
        self.put(&[tag, a, b, c, d])
    }

    /// An atom by its text.
    pub(crate) fn atom(&mut self, text: &str) -> Result<(), Unfit> {
        match u8::try_from(text.len()) {
            Ok(length) => self.put(&[119, length])?,
            Err(_) => {
                let [high, low] = (text.len() as u16).to_be_bytes();
                self.put(&[118, high, low])?;
            }
        }
        self.put(text.as_bytes())
    }
}

/// Writes `{envelope, Name, Message}` with its version.
pub(crate) fn envelope(out: &mut Out<'_>, name: &str, message: Term<'_>) -> Result<(), Unfit> {
    out.put(b"\x83h\x03w\x08envelope")?;
    out.atom(name)?;
    term(out, message, DEPTH)
}

fn term(out: &mut Out<'_>, term: Term<'_>, depth: usize) -> Result<(), Unfit> {
    match term.kind() {
        Kind::Integer => integer(out, term),
        Kind::Float => {
            let bits = term.float().ok_or(Unfit::Message)?.to_be_bytes();
            out.put(&[70])?;
            out.put(&bits)
        }
        Kind::Atom => {
            let mut text = [0; MAX_ATOM];
            out.atom(term.atom_text(&mut text).ok_or(Unfit::Message)?)
        }
        Kind::Binary => {
            let bytes = term.binary().ok_or(Unfit::Message)?;
            out.put_long(109, bytes.len())?;
            out.put(bytes)
        }
        Kind::Tuple => tuple(out, term, deeper(depth)?),
        Kind::List => list(out, term, deeper(depth)?),
        Kind::Map => map(out, term, deeper(depth)?),
        _ => Err(Unfit::Message),
    }
}

fn deeper(depth: usize) -> Result<usize, Unfit> {
    depth.checked_sub(1).ok_or(Unfit::Message)
}

fn integer(out: &mut Out<'_>, term: Term<'_>) -> Result<(), Unfit> {
    let (negative, size) = match (term.signed(), term.unsigned()) {
        (Some(value @ 0..=255), _) => return out.put(&[97, value as u8]),
        (Some(value), _) => {
            if let Ok(value) = i32::try_from(value) {
                out.put(&[98])?;
                return out.put(&value.to_be_bytes());
            }
            (value < 0, value.unsigned_abs())
        }
        (None, Some(value)) => (false, value),
        (None, None) => return Err(Unfit::Message),
    };
    out.put(&[110, 8, negative.into()])?;
    out.put(&size.to_le_bytes())
}

fn tuple(out: &mut Out<'_>, tuple: Term<'_>, depth: usize) -> Result<(), Unfit> {
    let arity = tuple.arity().ok_or(Unfit::Message)?;
    match u8::try_from(arity) {
        Ok(arity) => out.put(&[104, arity])?,
        Err(_) => out.put_long(105, arity)?,
    }
    for index in 0..arity {
        term(out, tuple.element(index).ok_or(Unfit::Message)?, depth)?;
    }
    Ok(())
}

fn list(out: &mut Out<'_>, list: Term<'_>, depth: usize) -> Result<(), Unfit> {
    let (mut cells, mut is_string, mut rest) = (0, true, list);
    while let Some((head, tail)) = rest.cell() {
        is_string = is_string && head.signed().is_some_and(|byte| u8::try_from(byte).is_ok());
        cells += 1;
        // Each takes a byte at least.
        if cells > out.most {
            return Err(Unfit::TooLong);
        }
        rest = tail;
    }
    if cells == 0 {
        return out.put(&[106]);
    }
    if is_string && rest.is_nil() && cells <= MAX_STRING {
        return string(out, list, cells);
    }
    out.put_long(108, cells)?;
    let mut rest = list;
    while let Some((head, tail)) = rest.cell() {
        term(out, head, depth)?;
        rest = tail;
    }
    term(out, rest, depth)
}

fn string(out: &mut Out<'_>, list: Term<'_>, cells: usize) -> Result<(), Unfit> {
    let [high, low] = (cells as u16).to_be_bytes();
    out.put(&[107, high, low])?;
    let mut rest = list;
    while let Some((head, tail)) = rest.cell() {
        out.put(&[head.signed().unwrap_or_default() as u8])?;
        rest = tail;
    }
    Ok(())
}

fn map(out: &mut Out<'_>, map: Term<'_>, depth: usize) -> Result<(), Unfit> {
    let pairs = map.map().ok_or(Unfit::Message)?;
    out.put_long(116, map.map_size().unwrap_or_default())?;
    for (key, value) in pairs {
        term(out, key, depth)?;
        term(out, value, depth)?;
    }
    Ok(())
}
