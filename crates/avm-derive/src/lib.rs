//! Derives that turn Erlang terms into Rust types and back.
