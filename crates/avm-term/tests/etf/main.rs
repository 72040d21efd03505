//! The external term format, byte by byte, without a VM.
//!
//! No VM is linked into this program: what it uses needs none.

#[path = "../common/mod.rs"]
mod common;

mod descriptions;
mod erlang;

mod hostile;
mod limits;
mod round_trips;
mod table;
mod types;

/// Bytes from hexadecimal digits.
fn hex(digits: &str) -> Vec<u8> {
    let digits = digits.trim();
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal digits");
    (0..digits.len()).step_by(2).map(byte).collect()
}
