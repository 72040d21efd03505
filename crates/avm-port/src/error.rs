//! Why a port did not open, or could not do what it was asked.

use core::fmt;

use alloc::string::String;

use avm_term::{BuildError, Builder, IntoTerm, StaticAtom, atom};

/// A reason that Erlang gets as `{error, Reason}`: an atom, or `{Atom, Detail...}`.
#[derive(Clone, Debug)]
pub struct PortError {
    reason: &'static StaticAtom,
    detail: Detail,
}

#[derive(Clone, Debug)]
enum Detail {
    None,
    Atom(&'static StaticAtom),
    Integer(i64),
    Text(String),
    Option(&'static StaticAtom, i64),
    Choice(&'static StaticAtom, &'static StaticAtom),
    Name(&'static str, i64),
}

impl PortError {
    /// A bare reason: `{error, busy}` is `PortError::new(atom!("busy"))`.
    pub const fn new(reason: &'static StaticAtom) -> Self {
        Self {
            reason,
            detail: Detail::None,
        }
    }

    /// A reason with an atom: `{error, {bus, no_acknowledge}}`.
    pub const fn with_atom(reason: &'static StaticAtom, detail: &'static StaticAtom) -> Self {
        Self {
            reason,
            detail: Detail::Atom(detail),
        }
    }

    /// A reason with a number: `{error, {wrong_id, 17}}`.
    pub const fn with_integer(reason: &'static StaticAtom, detail: i64) -> Self {
        Self {
            reason,
            detail: Detail::Integer(detail),
        }
    }

    /// A reason with a sentence for people, as a binary: `{error, {config, <<"no such file">>}}`.
    pub const fn with_text(reason: &'static StaticAtom, detail: String) -> Self {
        Self {
            reason,
            detail: Detail::Text(detail),
        }
    }

    /// A reason with a name, which becomes an atom, and a number:
    /// `{error, {no_device, ft6x36, 56}}`. There are to be few names.
    pub const fn with_name(reason: &'static StaticAtom, name: &'static str, number: i64) -> Self {
        Self {
            reason,
            detail: Detail::Name(name, number),
        }
    }

    /// An option with a number that the hardware cannot do:
    /// `{error, {bad_option, sample_rate, 12345}}`.
    pub fn bad_option(name: &'static StaticAtom, value: i64) -> Self {
        Self {
            reason: atom!("bad_option"),
            detail: Detail::Option(name, value),
        }
    }

    /// An option with an atom for something that the hardware cannot do:
    /// `{error, {bad_option, bit_order, lsb_first}}`.
    pub fn bad_choice(name: &'static StaticAtom, value: &'static StaticAtom) -> Self {
        Self {
            reason: atom!("bad_option"),
            detail: Detail::Choice(name, value),
        }
    }
}

/// A part of a reason, beside the atom that it begins with.
#[derive(Clone, Copy)]
enum Piece<'e> {
    Atom(&'static StaticAtom),
    Integer(i64),
    Text(&'e str),
    Name(&'static str),
}

impl Detail {
    fn pieces(&self) -> [Option<Piece<'_>>; 2] {
        match self {
            Self::None => [None, None],
            Self::Atom(atom) => [Some(Piece::Atom(atom)), None],
            Self::Integer(integer) => [Some(Piece::Integer(*integer)), None],
            Self::Text(text) => [Some(Piece::Text(text)), None],
            Self::Option(name, value) => [Some(Piece::Atom(name)), Some(Piece::Integer(*value))],
            Self::Choice(name, value) => [Some(Piece::Atom(name)), Some(Piece::Atom(value))],
            Self::Name(name, number) => [Some(Piece::Name(name)), Some(Piece::Integer(*number))],
        }
    }
}

impl IntoTerm for PortError {
    /// In one loop for all kinds of reasons, so that a firmware has it once.
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        let reason = b.atom(self.reason)?;
        let mut parts = [reason; 3];
        let mut used = 1;
        for (part, piece) in parts.iter_mut().skip(1).zip(self.detail.pieces()) {
            *part = match piece {
                None => break,
                Some(Piece::Atom(atom)) => b.atom(atom)?,
                Some(Piece::Integer(integer)) => b.signed(integer)?,
                Some(Piece::Text(text)) => b.binary(text.as_bytes())?,
                Some(Piece::Name(name)) => b.named_atom(name)?,
            };
            used += 1;
        }
        match parts.get(..used) {
            Some(parts @ [_, _, ..]) => b.tuple(parts),
            _ => Ok(reason),
        }
    }
}

impl From<avm_term::vm::OutOfMemory> for PortError {
    fn from(_: avm_term::vm::OutOfMemory) -> Self {
        Self::new(atom!("out_of_memory"))
    }
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason.text())?;
        match &self.detail {
            Detail::None => Ok(()),
            Detail::Atom(detail) => write!(f, ": {}", detail.text()),
            Detail::Integer(detail) => write!(f, ": {detail}"),
            Detail::Text(detail) => write!(f, ": {detail}"),
            Detail::Option(name, value) => write!(f, ": {} => {value}", name.text()),
            Detail::Choice(name, value) => write!(f, ": {} => {}", name.text(), value.text()),
            Detail::Name(name, number) => write!(f, ": {name} {number}"),
        }
    }
}

impl core::error::Error for PortError {}
