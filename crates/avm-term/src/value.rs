//! Erlang terms that belong to Rust: for tests, for tools, for messages.

mod map;
mod order;
mod parse;
mod print;
mod term;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

pub use map::ValueMap;
pub use parse::ParseError;

/// How deep a value may be nested where it comes from outside: from text or from a term.
pub const MAX_DEPTH: usize = 128;

/// An Erlang term that needs no heap of a VM.
///
/// `Display` prints Erlang syntax and `FromStr` reads it:
///
/// ```
/// use avm_term::Value;
///
/// let value: Value = "{ok, #{name => <<\"a\">>, size => 16#ff}}".parse()?;
/// assert_eq!(value.to_string(), "{ok,#{name => <<\"a\">>,size => 255}}");
/// assert_eq!(value.as_tuple().unwrap()[1].get("size"), Some(&Value::from(255)));
/// # Ok::<(), avm_term::ParseError>(())
/// ```
///
/// Equality is Erlang's exact `=:=` as of OTP 27: `1` is not `1.0`, and `0.0` is not `-0.0`. The
/// order is Erlang's term order, made total: where Erlang's `==` calls two numbers equal, the
/// integer comes first, and `-0.0` before `0.0`.
#[derive(Clone, Debug)]
pub enum Value {
    /// An integer; no VM here has more than 64 bits of it.
    Integer(i128),
    /// A float; finite, as Erlang has no others.
    Float(f64),
    /// An atom.
    Atom(String),
    /// A reference, by a number that its VM gave out: `#Ref<0.N>`. 0 where a VM shows none.
    Reference(u64),
    /// A function, by a number that its VM gave out: `#Fun<N>`. 0 where a VM shows none.
    Function(u64),
    /// A port, by a number that its VM gave out: `#Port<0.N>`. 0 where a VM shows none.
    Port(u64),
    /// A process, by the number that its VM gave out: `<0.N.0>`.
    Pid(u64),
    /// A tuple.
    Tuple(Vec<Value>),
    /// A map.
    Map(ValueMap),
    /// A proper list.
    List(Vec<Value>),
    /// A list of at least one element that ends in something else than a list. Made by
    /// [`Value::improper`].
    Improper(Vec<Value>, Box<Value>),
    /// A binary.
    Binary(Vec<u8>),
    /// A bitstring that is no binary: its bytes, the last one filled up with zeros, and how many
    /// bits of the last one count, 1 to 7. For what is said to ports and what they must refuse:
    /// a VM does not show the bits of one.
    Bitstring(Vec<u8>, u8),
}

impl Value {
    /// An atom.
    pub fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    /// A binary; of a `str`, its UTF-8.
    pub fn binary(bytes: impl AsRef<[u8]>) -> Self {
        Self::Binary(bytes.as_ref().to_vec())
    }

    /// A tuple.
    pub fn tuple(elements: impl IntoIterator<Item = Self>) -> Self {
        Self::Tuple(elements.into_iter().collect())
    }

    /// A proper list.
    pub fn list(elements: impl IntoIterator<Item = Self>) -> Self {
        Self::List(elements.into_iter().collect())
    }

    /// A map; of equal keys the last counts.
    pub fn map(pairs: impl IntoIterator<Item = (Self, Self)>) -> Self {
        Self::Map(pairs.into_iter().collect())
    }

    /// `[Elements | Tail]`: joins lists, and is the tail alone where there are no elements.
    pub fn improper(mut elements: Vec<Self>, tail: Self) -> Self {
        match tail {
            Self::List(more) => {
                elements.extend(more);
                Self::List(elements)
            }
            Self::Improper(more, last) => {
                elements.extend(more);
                Self::Improper(elements, last)
            }
            other if elements.is_empty() => other,
            other => Self::Improper(elements, Box::new(other)),
        }
    }

    /// The integer, if it is one.
    pub fn as_integer(&self) -> Option<i128> {
        if let Self::Integer(value) = self {
            Some(*value)
        } else {
            None
        }
    }

    /// The text of an atom.
    pub fn as_atom(&self) -> Option<&str> {
        if let Self::Atom(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The bytes of a binary.
    pub fn as_binary(&self) -> Option<&[u8]> {
        if let Self::Binary(bytes) = self {
            Some(bytes)
        } else {
            None
        }
    }

    /// The elements of a tuple.
    pub fn as_tuple(&self) -> Option<&[Self]> {
        if let Self::Tuple(elements) = self {
            Some(elements)
        } else {
            None
        }
    }

    /// The elements of a proper list.
    pub fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(elements) = self {
            Some(elements)
        } else {
            None
        }
    }

    /// The value that a map has for an atom key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        if let Self::Map(map) = self {
            map.get(&Self::atom(key))
        } else {
            None
        }
    }
}

macro_rules! from_integers {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Value {
            fn from(value: $ty) -> Self {
                Self::Integer(i128::from(value))
            }
        }
    )*};
}

from_integers!(i8 i16 i32 i64 i128 u8 u16 u32 u64);

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::atom(if value { "true" } else { "false" })
    }
}
