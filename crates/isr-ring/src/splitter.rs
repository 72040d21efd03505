//! A right that is given away at most once, by loads and stores.

use core::hint::black_box;
use core::ptr;

use crate::sync::{Fence, Word, full_fence};

/// Lamport's splitter: of all who ask, at most one is told yes.
///
/// Who asks alone for the first time is told yes. When several ask at a time
/// it may happen that all are told no, but never that two are told yes: to be
/// told yes one must have been the last to leave one's name at the door, and
/// found the door open after that; who comes later finds it closed.
///
/// See L. Lamport, "A Fast Mutual Exclusion Algorithm", 1987.
pub struct Splitter {
    /// Who came last. A name is the address of a variable of the one who
    /// asks, so no two who ask at a time have the same, and none is 0.
    last: Word,
    /// 0 while the door is open.
    closed: Word,
}

impl Splitter {
    /// A right that nobody has.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            last: Word::new(0),
            closed: Word::new(0),
        }
    }

    /// Takes the right; false when it has been taken, or others ask too.
    pub fn take(&self) -> bool {
        let name = black_box(1_u8);
        let taken = self.take_as(ptr::from_ref(&name).addr());
        black_box(&name);
        taken
    }

    /// Makes loom's atomics before there are threads that would race for it.
    #[cfg(avm_loom)]
    pub fn prepare(&self) {
        self.last.set(0);
        self.closed.set(0);
    }

    fn take_as(&self, name: usize) -> bool {
        self.last.set(name);
        full_fence(Fence::BehindName);
        if self.closed.get() != 0 {
            return false;
        }
        self.closed.set(1);
        full_fence(Fence::BehindDoor);
        self.last.get() == name
    }
}

impl Default for Splitter {
    fn default() -> Self {
        Self::new()
    }
}
