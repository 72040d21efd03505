//! Waiting for several pores at once.
#![cfg(target_os = "linux")]

mod common;
mod many;
mod mixed;
mod outcomes;
