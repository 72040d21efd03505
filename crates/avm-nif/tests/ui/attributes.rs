//! What `#[nif(...)]` does not take.

use avm_nif::nif;

#[nif(dirty)]
fn a() {}

#[nif(name = "b", name = "c")]
fn b() {}

#[nif(name = "")]
fn c() {}

#[nif(name = "zero\0")]
fn zero() {}

#[nif(name = b'd')]
fn d() {}

#[nif(blocks, blocks)]
fn e() {}

#[nif(blocks = true)]
fn f() {}

fn main() {}
