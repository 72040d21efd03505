//! Reading terms as Rust types.

use alloc::vec::Vec;

use crate::atom;
use crate::invalid::Invalid;
use crate::term::{Pid, Term};

/// A type that some terms can be read as.
///
/// Derived for structs of named fields (options: a map or a proplist), and for enums (requests:
/// `name` or `{name, Argument}`).
pub trait FromTerm<'a>: Sized {
    /// Reads the term.
    ///
    /// # Errors
    ///
    /// The term is not of the type, or out of its range; the error names it.
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>>;
}

impl<'a> FromTerm<'a> for Term<'a> {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        Ok(term)
    }
}

macro_rules! integers {
    ($read:ident: $($ty:ty)*) => {$(
        impl<'a> FromTerm<'a> for $ty {
            #[inline]
            fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
                term.$read().and_then(|value| value.try_into().ok()).ok_or(Invalid::Term(term))
            }
        }
    )*};
}

integers!(signed: i8 i16 i32 i64 isize);
integers!(unsigned: u8 u16 u32 u64 usize);

/// A float; an integer is taken too, as Erlang's arithmetic does, if it converts exactly.
impl<'a> FromTerm<'a> for f64 {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        let exact = |value: i64| {
            (value.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS).then_some(value as f64)
        };
        term.float()
            .or_else(|| exact(term.signed()?))
            .ok_or(Invalid::Term(term))
    }
}

/// `true` or `false`.
impl<'a> FromTerm<'a> for bool {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        if term.is(atom!("true")) {
            Ok(true)
        } else if term.is(atom!("false")) {
            Ok(false)
        } else {
            Err(Invalid::Term(term))
        }
    }
}

/// The bytes of a binary, in place.
impl<'a> FromTerm<'a> for &'a [u8] {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        term.binary().ok_or(Invalid::Term(term))
    }
}

/// The text of a binary of UTF-8, in place.
impl<'a> FromTerm<'a> for &'a str {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        let bytes = term.binary().ok_or(Invalid::Term(term))?;
        core::str::from_utf8(bytes).map_err(|_| Invalid::Term(term))
    }
}

impl<'a> FromTerm<'a> for Pid {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        term.pid().ok_or(Invalid::Term(term))
    }
}

/// A value, or `undefined` for none.
impl<'a, T: FromTerm<'a>> FromTerm<'a> for Option<T> {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        if term.is(atom!("undefined")) {
            Ok(None)
        } else {
            T::from_term(term).map(Some)
        }
    }
}

/// A proper list.
impl<'a, T: FromTerm<'a>> FromTerm<'a> for Vec<T> {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        let mut items = Vec::new();
        for item in term.list().ok_or(Invalid::Term(term))? {
            items.try_reserve(1).map_err(|_| Invalid::OutOfMemory)?;
            items.push(T::from_term(item?)?);
        }
        Ok(items)
    }
}

macro_rules! tuples {
    ($($n:literal: $($t:ident $e:ident)*;)*) => {$(
        /// A tuple of exactly so many elements.
        impl<'a, $($t: FromTerm<'a>),*> FromTerm<'a> for ($($t,)*) {
            fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
                let [$($e),*] = term.tuple::<$n>().ok_or(Invalid::Term(term))?;
                Ok(($($e.get()?,)*))
            }
        }
    )*};
}

tuples! {
    1: A a;
    2: A a B b;
    3: A a B b C c;
    4: A a B b C c D d;
}
