//! Bytes that a resource owns, seen as a binary.
#![expect(unsafe_code, reason = "keeps the address of bytes beside their owner")]

use avm_term::vm::RawResource;

use crate::resources::Hold;

/// Bytes that a resource owns.
///
/// Invariant: they neither move nor change while the resource is held.
#[derive(Clone, Debug)]
pub(crate) struct Lent {
    _owner: Hold,
    start: *const u8,
    length: usize,
}

// SAFETY: the bytes are only read, and stay while `_owner` does, which may move between threads.
unsafe impl Send for Lent {}

impl Lent {
    /// Keeps the resource that owns the bytes.
    ///
    /// # Safety
    ///
    /// The bytes neither move nor change while the resource is held.
    pub(crate) unsafe fn new(resource: RawResource, start: *const u8, length: usize) -> Self {
        Self {
            _owner: Hold::keep(resource),
            start,
            length,
        }
    }

    /// The bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: they stay as they are while `_owner` does, by the invariant.
        unsafe { core::slice::from_raw_parts(self.start, self.length) }
    }
}
