//! Who has a block: a word that one side at a time may change.
#![cfg_attr(
    avm_loom,
    expect(unsafe_code, reason = "loom's cells are not shared by themselves")
)]

use crate::sync::{Index, Own, Side, Witness};

/// Who has a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Holder {
    /// Nobody; the filler may take it.
    Nobody = 0,
    /// The filler, or whom it lent the block to.
    Filler = 1,
    /// The queue of filled blocks.
    Queue = 2,
    /// A [`Block`](super::Block).
    Block = 3,
}

/// What is known of one block.
///
/// # Invariants
///
/// 1. Only the filler changes `Nobody`; after that, only who is the holder
///    passes the block on. So no two write the word at a time.
/// 2. Who sees `Nobody` sees all that was done to the block before.
pub(crate) struct Mark {
    holder: Index,
    /// Bytes that were filled. The filler writes it before it queues the block.
    len: Own,
    witness: Witness<1>,
}

impl Mark {
    /// The mark of a block that nobody has.
    pub(crate) const fn new() -> Self {
        Self {
            holder: Index::new(Side::Block, Holder::Nobody as usize),
            len: Own::new(0),
            witness: Witness::new(),
        }
    }

    /// Takes the block for the filler if nobody has it.
    #[inline(always)]
    pub(crate) fn take_free(&self) -> bool {
        let free = self.holder.observe() == Holder::Nobody as usize;
        if free {
            self.holder.set(Holder::Filler as usize);
            self.witness.written(0, 1);
        }
        free
    }

    /// Passes the block to the queue, `len` bytes of it filled. It has to be
    /// published behind that.
    #[inline(always)]
    pub(crate) fn queue(&self, len: usize) {
        self.witness.written(0, 1);
        self.len.set(len);
        self.holder.set(Holder::Queue as usize);
    }

    /// Passes the block from the queue to a [`Block`](super::Block), and tells
    /// how much of it is filled.
    #[inline(always)]
    pub(crate) fn hand_out(&self) -> usize {
        self.holder.set(Holder::Block as usize);
        self.len.get()
    }

    /// Gives the block back.
    #[inline(always)]
    pub(crate) fn give_back(&self) {
        self.witness.read(0, 1);
        self.holder.publish(Holder::Nobody as usize);
    }

    /// Who has the block, as far as can be seen.
    pub(crate) fn holder(&self) -> Holder {
        match self.holder.glance() {
            FILLER => Holder::Filler,
            QUEUE => Holder::Queue,
            BLOCK => Holder::Block,
            _ => Holder::Nobody,
        }
    }
}

const FILLER: usize = Holder::Filler as usize;
const QUEUE: usize = Holder::Queue as usize;
const BLOCK: usize = Holder::Block as usize;

// SAFETY: loom runs the threads of a model in turns on one thread. Without it
// the mark is `Sync` by itself.
#[cfg(avm_loom)]
unsafe impl Sync for Mark {}
