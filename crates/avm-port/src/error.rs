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

impl IntoTerm for PortError {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        match &self.detail {
            Detail::None => b.atom(self.reason),
            Detail::Atom(detail) => (self.reason, *detail).build(b),
            Detail::Integer(detail) => (self.reason, detail).build(b),
            Detail::Text(detail) => (self.reason, detail).build(b),
            Detail::Option(name, value) => (self.reason, *name, value).build(b),
            Detail::Choice(name, value) => (self.reason, *name, *value).build(b),
            Detail::Name(name, number) => {
                let parts = [
                    b.atom(self.reason)?,
                    b.named_atom(name)?,
                    b.signed(*number)?,
                ];
                b.tuple(&parts)
            }
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
