//! Writing Rust values as terms.

use alloc::string::String;
use alloc::vec::Vec;

use crate::atom;
use crate::atom::StaticAtom;
use crate::build::{BuildError, Builder};
use crate::term::{Pid, Term};

/// A value that can be described as a term.
///
/// Derived for structs (a map; with `#[avm(tag = "name")]` a tuple) and enums (`name`, or
/// `{name, Value...}`).
pub trait IntoTerm {
    /// Describes the term. Called twice for each term made, and must describe the same both
    /// times; if it does not, the term is what the second call said.
    ///
    /// # Errors
    ///
    /// Only those of `b`, handed on.
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError>;
}

impl<T: IntoTerm + ?Sized> IntoTerm for &T {
    #[inline(always)]
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        (**self).build(b)
    }
}

macro_rules! integers {
    ($make:ident $wide:ty: $($ty:ty)*) => {$(
        impl IntoTerm for $ty {
            #[inline(always)]
            fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
                b.$make(*self as $wide)
            }
        }
    )*};
}

integers!(signed i64: i8 i16 i32 i64 isize);
integers!(unsigned u64: u8 u16 u32 u64 usize);

impl IntoTerm for f64 {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.float(*self)
    }
}

impl IntoTerm for bool {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.atom(if *self { atom!("true") } else { atom!("false") })
    }
}

impl IntoTerm for &'static StaticAtom {
    #[inline(always)]
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.atom(self)
    }
}

impl IntoTerm for Term<'_> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.term(*self)
    }
}

impl IntoTerm for Pid {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        Ok(b.pid(*self))
    }
}

/// A binary. (A list of integers is a [`List`].)
impl IntoTerm for [u8] {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.binary(self)
    }
}

/// A binary of UTF-8.
impl IntoTerm for str {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.binary(self.as_bytes())
    }
}

/// A binary of UTF-8.
impl IntoTerm for String {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        self.as_str().build(b)
    }
}

/// A list of what the slice holds.
#[derive(Clone, Copy, Debug)]
pub struct List<'s, T>(pub &'s [T]);

impl<T: IntoTerm> IntoTerm for List<'_, T> {
    #[inline]
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.list(self.0)
    }
}

/// A list.
impl<T: IntoTerm> IntoTerm for Vec<T> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        List(self).build(b)
    }
}

/// The value, or `undefined`.
impl<T: IntoTerm> IntoTerm for Option<T> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        match self {
            Some(value) => value.build(b),
            None => b.atom(atom!("undefined")),
        }
    }
}

/// `ok`.
impl IntoTerm for () {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.atom(atom!("ok"))
    }
}

/// `{ok, Value}` or `{error, Reason}`.
impl<T: IntoTerm, E: IntoTerm> IntoTerm for Result<T, E> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        match self {
            Ok(value) => (atom!("ok"), value).build(b),
            Err(reason) => (atom!("error"), reason).build(b),
        }
    }
}

macro_rules! tuples {
    ($([$($last:ident)*] $($t:ident $e:ident)*;)*) => {$(
        /// A tuple.
        impl<$($t: IntoTerm),*> IntoTerm for ($($t,)*) {
            #[inline(always)]
            fn build<Z: Builder>(&self, b: &mut Z) -> Result<Z::Part, BuildError> {
                let ($($e,)*) = self;
                if Z::LAST_FIRST {
                    $(let $last = $last.build(b)?;)*
                    return b.tuple_last_first(&[$($e),*]);
                }
                let elements = [$($e.build(b)?),*];
                b.tuple(&elements)
            }
        }
    )*};
}

tuples! {
    [a] A a;
    [c a] A a C c;
    [d c a] A a C c D d;
    [e d c a] A a C c D d E e;
    [f e d c a] A a C c D d E e F f;
    [g f e d c a] A a C c D d E e F f G g;
    [h g f e d c a] A a C c D d E e F f G g H h;
}

/// A tuple that begins with an atom, or any other: `tuple!("touch", x, y)` is
/// `(atom!("touch"), x, y)`.
///
/// ```
/// use avm_term::{OwnedEnv, tuple};
/// # use vm_host as _;
///
/// let heap = OwnedEnv::new().unwrap();
/// let (x, y) = (3, 4);
/// let term = heap.env().make(&tuple!("touch", x, y)).unwrap();
/// assert_eq!(term.to_string(), "{touch,3,4}");
/// ```
#[macro_export]
macro_rules! tuple {
    ($tag:literal $(, $element:expr)* $(,)?) => {
        ($crate::atom!($tag), $($element,)*)
    };
    ($($element:expr),* $(,)?) => {
        ($($element,)*)
    };
}
