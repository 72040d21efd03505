//! The atomics of loom.
