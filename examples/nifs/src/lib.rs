//! NIFs for every VM: of numbers, bytes and terms, and of ports' resources.
//!
//! The functions of the Erlang module `example_nifs` (`erl/example_nifs.erl`). The tests run them
//! on the host; `atomvm` is a collection of them for AtomVM.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod counter;
mod display;

use alloc::vec::Vec;

use avm_nif::{Env, Raise, Term, nif};
use avm_term::{BuildError, StaticAtom, atom};

pub use counter::{COUNTERS, Counter, count, counts, new_counter};
pub use display::{display_backlight, display_size};

/// `sum(A, B)`: of integers of 64 bits; `undefined` if the sum is none.
#[nif]
pub fn sum(a: i64, b: i64) -> Option<i64> {
    a.checked_add(b)
}

/// `mean(A, B)`: a float.
#[nif]
pub fn mean(a: f64, b: f64) -> f64 {
    a / 2.0 + b / 2.0
}

/// `reverse(Binary)`: its bytes, the last one first.
#[nif]
pub fn reverse(bytes: &[u8]) -> Reversed {
    Reversed(bytes.iter().rev().copied().collect())
}

/// A binary.
#[derive(Debug)]
pub struct Reversed(Vec<u8>);

impl avm_term::IntoTerm for Reversed {
    fn build<B: avm_term::Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.binary(&self.0)
    }
}

/// `is_palindrome(Text)`: whether a text reads the same from its end.
#[nif]
pub fn is_palindrome(text: &str) -> bool {
    text.chars().eq(text.chars().rev())
}

/// `swap({A, B})`: `{B, A}`; the terms are not copied.
#[nif]
pub fn swap<'a>(env: Env<'a>, (a, b): (Term<'a>, Term<'a>)) -> Result<Term<'a>, Raise> {
    env.make(&(b, a)).map_err(|_| OUT_OF_MEMORY)
}

const OUT_OF_MEMORY: Raise = {
    const REASON: &StaticAtom = atom!("out_of_memory");
    Raise::Error(REASON)
};

/// `range(From, To)`: `{ok, [From, ..., To]}`, or `{error, backwards}`.
#[nif]
pub fn range(from: i64, to: i64) -> Result<Vec<i64>, &'static StaticAtom> {
    if from > to {
        return Err(atom!("backwards"));
    }
    Ok((from..=to).collect())
}

/// `divide(A, B)`: `A div B`; raises `badarith` as that does.
#[nif]
pub fn divide(a: i64, b: i64) -> Result<i64, Raise> {
    a.checked_div(b).ok_or(Raise::Error(atom!("badarith")))
}

/// `refuse(Term)`: raises `{refused, Term}`; `refuse(badarg)` raises `badarg`.
#[nif]
pub fn refuse(term: Term<'_>) -> Result<(), Raise<(&'static StaticAtom, Term<'_>)>> {
    if term.is(atom!("badarg")) {
        return Err(Raise::Badarg);
    }
    Err(Raise::Error((atom!("refused"), term)))
}

/// `panic(Text)`: raises `panic`, where a panic can be caught; may block, as far as the VM knows.
#[nif(name = "panic", blocks)]
pub fn panics(text: &str) -> bool {
    panic!("as asked: {text}")
}
