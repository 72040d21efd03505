//! Tests that the repository is what its documents say.
