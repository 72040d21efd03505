//! Blocks on their way from the pool to a process.

use avm_resource::{NoMemory, ResourceBinary};
use avm_term::vm::OutOfMemory;
use isr_ring::{Block, PoolStats};

use crate::adc::Adc;

/// A binary that owns a block.
pub(crate) type BlockBinary = ResourceBinary<Block<'static>>;

/// An ADC, and the block that was taken from it but not sent yet: one whose message could not be
/// made waits here, so that none is lost.
pub(crate) struct Queue<A> {
    adc: A,
    next: Option<Next>,
}

enum Next {
    /// For which the VM had no memory yet.
    Block(Block<'static>),
    Binary(BlockBinary),
}

impl Next {
    /// Hands a block over to the VM; it stays what it is if there is no memory.
    fn into_binary(self) -> Self {
        match self {
            Self::Block(block) => match ResourceBinary::new(block) {
                Ok(binary) => Self::Binary(binary),
                Err(NoMemory(block)) => Self::Block(block),
            },
            binary @ Self::Binary(_) => binary,
        }
    }
}

impl<A: Adc> Queue<A> {
    pub(crate) fn new(adc: A) -> Self {
        Self { adc, next: None }
    }

    pub(crate) fn adc(&mut self) -> &mut A {
        &mut self.adc
    }

    /// The oldest block, as a binary; `None` if none is filled. The same one again until it is
    /// [`sent`](Self::sent).
    pub(crate) fn front(&mut self) -> Result<Option<&BlockBinary>, OutOfMemory> {
        if self.next.is_none() {
            self.next = self.adc.take().map(Next::Block);
        }
        self.next = self.next.take().map(Next::into_binary);
        match &self.next {
            None => Ok(None),
            Some(Next::Binary(binary)) => Ok(Some(binary)),
            Some(Next::Block(_)) => Err(OutOfMemory),
        }
    }

    /// The front has been sent: from now on only the receiver holds it.
    pub(crate) fn sent(&mut self) {
        self.next = None;
    }

    /// The pool's counts, where a block that waits here is still queued.
    pub(crate) fn stats(&self) -> PoolStats {
        let here = u32::from(self.next.is_some());
        let stats = self.adc.stats();
        PoolStats {
            delivered: stats.delivered.wrapping_sub(here),
            queued: stats.queued + here,
            held: stats.held.saturating_sub(here),
            ..stats
        }
    }
}
