//! What cannot be called, or not by Erlang.

use avm_nif::nif;

#[nif]
fn generic<T: Into<u64>>(value: T) -> u64 {
    value.into()
}

#[nif]
fn sized<const N: usize>(value: u8) -> u8 {
    value
}

#[nif]
async fn later() {}

#[nif]
extern "C" fn foreign(value: u8) -> u8 {
    value
}

#[nif]
struct NoFunction;

#[nif]
#[rustfmt::skip]
fn many(_: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8,
        _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: u8, _: i8) {}

struct Stateful;

impl Stateful {
    #[nif]
    fn method(&self) -> u8 {
        1
    }
}

fn main() {}
