//! An Erlang port as a Rust trait: open, call, event, close.
