//! Types that are no options, no requests and no terms.

use avm_term::{FromTerm, IntoTerm};

#[derive(FromTerm)]
union Union {
    a: u8,
    b: u8,
}

#[derive(IntoTerm)]
union AlsoUnion {
    a: u8,
    b: u8,
}

#[derive(FromTerm)]
struct NoBraces;

#[derive(FromTerm)]
struct Unnamed(u8, u8);

#[derive(FromTerm)]
#[avm(tag = "options")]
struct Tagged {
    volume: u8,
}

#[derive(FromTerm)]
enum TwoArguments {
    Move(u8, u8),
}

#[derive(FromTerm)]
#[avm(atoms)]
enum ChoiceWithField {
    Fast,
    Slow(u8),
}

#[derive(FromTerm)]
struct TwoLifetimes<'a, 'b> {
    a: &'a [u8],
    b: &'b [u8],
}

#[derive(IntoTerm)]
struct NoTag;

fn main() {}
