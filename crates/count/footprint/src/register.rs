//! What rings for the other core.

use core::sync::atomic::{AtomicU32, Ordering};

use pore::doorbell::Core;

/// A register that interrupts the other core.
#[derive(Debug)]
pub(crate) struct Register(AtomicU32);

impl Register {
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(0))
    }
}

impl Core for Register {
    fn send(&self, word: u32) -> bool {
        self.0.store(word, Ordering::Relaxed);
        true
    }
}
