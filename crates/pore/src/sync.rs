//! The shared words: atomics of `core`, or loom's where a model explores them.
//!
//! A word of a header is read and written as 32 bits, a word of the data as a
//! `usize`, by nobody at any other width. A word that the peer writes is only
//! ever loaded, relaxed, and ordered by a fence: that is allowed on pages that
//! are mapped to be read only, too.

#[cfg(avm_loom)]
pub(crate) mod model;
#[cfg(not(avm_loom))]
mod real;

#[cfg(avm_loom)]
pub(crate) use model::{Data, Order, Word, acquire_fence, full_fence};
#[cfg(not(avm_loom))]
pub(crate) use real::{Data, Order, Word, acquire_fence, full_fence};
