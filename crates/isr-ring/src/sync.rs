//! The atomics: those of `core`, or loom's where a model explores the ring.

#[cfg(avm_loom)]
pub(crate) mod model;
#[cfg(not(avm_loom))]
mod real;

#[cfg(avm_loom)]
pub(crate) use model::{Index, Own, Witness, Word, cached, full_fence};
#[cfg(not(avm_loom))]
pub(crate) use real::{Index, Own, Witness, Word, cached, full_fence};

/// Which of a protocol's words one is; only a model has to know.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Side {
    /// The producer's: where it writes next.
    Tail,
    /// The consumer's: where it reads next.
    Head,
    /// A block's: who has it.
    Block,
}

/// Which of the full fences one is; only a model has to know.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fence {
    /// Before the producer decides whether to ring.
    BeforeBell,
    /// Before the consumer says that the ring is empty.
    BeforeNone,
    /// After a name is left at a splitter.
    BehindName,
    /// After the door of a splitter is closed.
    BehindDoor,
}
