//! The page `docs/pore.md` says what the code does: a peer can be made by it.
#![cfg(target_os = "linux")]

#[path = "../c/mod.rs"]
mod c;
mod exchange;
mod numbers;
mod page;
