//! The VM interface in plain Rust: deterministic, with fault injection.
