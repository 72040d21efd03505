//! Terms do not outlive the call.

use std::sync::Mutex;

use avm_nif::{Env, Term, nif};

static KEPT: Mutex<Option<&'static [u8]>> = Mutex::new(None);

#[nif]
fn keep(bytes: &[u8]) {
    *KEPT.lock().unwrap() = Some(bytes);
}

#[nif]
fn mixed<'a, 'b>(_: Env<'a>, term: Term<'b>) -> Term<'a> {
    term
}

fn main() {}
