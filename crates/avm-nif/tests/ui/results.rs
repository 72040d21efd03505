//! Results that are not terms.

use avm_nif::{Raise, nif};

struct Unknown;

#[nif]
fn no_term() -> Unknown {
    Unknown
}

#[nif]
fn no_error() -> Result<u8, Unknown> {
    Ok(1)
}

#[nif]
fn no_reason() -> Result<u8, Raise<Unknown>> {
    Ok(1)
}

fn main() {}
