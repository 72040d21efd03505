//! The atomics: those of `core`, or loom's where a model explores the ring.

#[cfg(avm_loom)]
pub(crate) mod model;
#[cfg(not(avm_loom))]
mod real;

#[cfg(avm_loom)]
pub(crate) use model::{Index, Own, Side, Witness, Word, cached, full_fence};
#[cfg(not(avm_loom))]
pub(crate) use real::{Index, Own, Side, Witness, Word, cached, full_fence};
