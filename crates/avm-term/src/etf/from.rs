//! Types that terms are read as, straight from their bytes.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::RangeBounds;

use super::value::push;
use super::{Atom, DecodeError, Limits, Pid, Port, Reader, Reference};

/// A type that some encoded terms can be read as; what [`FromTerm`](crate::FromTerm) is for the
/// terms of a VM.
pub trait FromEtf<'a>: Sized {
    /// Reads one whole term.
    ///
    /// # Errors
    ///
    /// The term is of another type, or out of its range, or not within the reader's limits.
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError>;
}

/// Reads bytes that hold one term and nothing else.
///
/// # Errors
///
/// The bytes are no term, none within the limits, or not of the type.
#[inline]
pub fn decode<'a, T: FromEtf<'a>>(
    bytes: &'a [u8],
    limits: &'a Limits<'a>,
) -> Result<T, DecodeError> {
    let mut reader = Reader::new(bytes, limits)?;
    let value = T::from_etf(&mut reader)?;
    reader.finish()?;
    Ok(value)
}

/// A value that lies in a range; for what the derive of [`FromEtf`] makes.
///
/// # Errors
///
/// It does not: [`DecodeError::Range`].
#[doc(hidden)]
#[inline]
pub fn within<T: PartialOrd>(value: T, range: impl RangeBounds<T>) -> Result<T, DecodeError> {
    if range.contains(&value) {
        Ok(value)
    } else {
        Err(DecodeError::Range)
    }
}

macro_rules! scalars {
    ($($(#[$doc:meta])* $ty:ty: $read:ident;)*) => {$(
        $(#[$doc])*
        impl<'a> FromEtf<'a> for $ty {
            #[inline(always)]
            fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
                reader.$read()
            }
        }
    )*};
}

scalars! {
    u8: read_u8;
    u16: read_u16;
    u32: read_u32;
    u64: read_u64;
    i64: read_i64;
    f64: read_float;
    Atom<'a>: read_atom;
    Pid<'a>: read_pid;
    Port<'a>: read_port;
    Reference<'a>: read_reference;
    /// The bytes of a binary, in place.
    &'a [u8]: read_binary;
}

macro_rules! narrow {
    ($wide:ty: $($ty:ty)*) => {$(
        impl<'a> FromEtf<'a> for $ty {
            #[inline]
            fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
                <$wide>::from_etf(reader)?.try_into().map_err(|_| DecodeError::Range)
            }
        }
    )*};
}

narrow!(i64: i8 i16 i32 isize);
narrow!(u64: usize);

/// `true` or `false`.
impl<'a> FromEtf<'a> for bool {
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        reader.read_choice([("false", false), ("true", true)])
    }
}

/// `ok`.
impl<'a> FromEtf<'a> for () {
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        reader.expect_atom("ok")
    }
}

/// A binary of UTF-8, in place.
impl<'a> FromEtf<'a> for &'a str {
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        core::str::from_utf8(reader.read_binary()?).map_err(|_| DecodeError::Text)
    }
}

/// A binary of UTF-8.
impl<'a> FromEtf<'a> for String {
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        let text = <&str>::from_etf(reader)?;
        let mut owned = Self::new();
        owned
            .try_reserve_exact(text.len())
            .map_err(|_| DecodeError::OutOfMemory)?;
        owned.push_str(text);
        Ok(owned)
    }
}

/// A value, or `undefined` for none.
impl<'a, T: FromEtf<'a>> FromEtf<'a> for Option<T> {
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        if reader.take_atom("undefined") {
            return Ok(None);
        }
        T::from_etf(reader).map(Some)
    }
}

/// `{ok, Value}` or `{error, Reason}`.
impl<'a, T: FromEtf<'a>, E: FromEtf<'a>> FromEtf<'a> for Result<T, E> {
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        let mut pair = reader.read_tuple(2)?;
        if pair.read_choice([("ok", true), ("error", false)])? {
            Ok(Ok(pair.read()?))
        } else {
            Ok(Err(pair.read()?))
        }
    }
}

/// A proper list.
impl<'a, T: FromEtf<'a>> FromEtf<'a> for Vec<T> {
    #[inline]
    fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        let mut items = Self::new();
        let first = reader.elements_to_reserve(size_of::<T>());
        items
            .try_reserve_exact(first)
            .map_err(|_| DecodeError::OutOfMemory)?;
        reader.read_list(|reader| push(&mut items, T::from_etf(reader)?))?;
        Ok(items)
    }
}

macro_rules! tuples {
    ($($n:literal: $($t:ident)*;)*) => {$(
        /// A tuple of exactly so many elements.
        impl<'a, $($t: FromEtf<'a>),*> FromEtf<'a> for ($($t,)*) {
            #[inline]
            fn from_etf(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
                let mut tuple = reader.read_tuple($n)?;
                Ok(($(tuple.read::<$t>()?,)*))
            }
        }
    )*};
}

tuples! {
    1: A;
    2: A B;
    3: A B C;
    4: A B C D;
    5: A B C D E;
    6: A B C D E F;
    7: A B C D E F G;
}
