//! What brings two domains together: the store they negotiate in.
//!
//! [`store`] is a small tree of values that both sides read, write and watch, with the rules of
//! Xen's store.

pub mod store;
