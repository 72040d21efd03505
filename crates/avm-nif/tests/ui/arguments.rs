//! Arguments that are not terms, or not for so long.

use avm_nif::{Env, Term, nif};

struct Unknown;

#[nif]
fn no_term(known: u8, unknown: Unknown) {}

#[nif]
fn no_owned_reference(number: &u64) {}

#[nif]
fn outlives(text: &'static str) {}

#[nif]
fn env_behind(number: u8, env: Env<'_>) {}

#[nif]
fn any(number: impl Into<u64>) {}

fn main() {}
