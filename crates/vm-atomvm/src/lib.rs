//! The VM interface on AtomVM 0.6.6 and 0.7.

pub mod layout;
