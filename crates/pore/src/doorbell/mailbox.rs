//! A FIFO or a register between two cores, as a doorbell.

use isr_ring::Doorbell;

/// The way to the other core: a FIFO such as the RP2040's, or a register whose
/// bits interrupt it.
pub trait Core {
    /// Sends a word, or says that there is no room. Never waits.
    fn send(&self, word: u32) -> bool;
}

/// One pore's doorbell among those that share a way to the other core.
///
/// A word that finds no room is not lost: the other core has yet to look at the
/// ones before, and whoever takes a word from a FIFO looks at all its pores.
#[derive(Clone, Copy, Debug)]
pub struct Mailbox<C> {
    core: C,
    word: u32,
}

impl<C: Core> Mailbox<C> {
    /// A doorbell that is rung by this word.
    pub const fn new(core: C, word: u32) -> Self {
        Self { core, word }
    }
}

impl<C: Core> Doorbell for Mailbox<C> {
    fn ring(&self) {
        let _full = !self.core.send(self.word);
    }
}

impl<C: Core + ?Sized> Core for &C {
    fn send(&self, word: u32) -> bool {
        (**self).send(word)
    }
}
