//! Hardware that counts how often it is opened and dropped.

use std::cell::Cell;

thread_local! {
    // A test and all callbacks of its ports run on one thread.
    static OPENED: Cell<u32> = const { Cell::new(0) };
    static DROPPED: Cell<u32> = const { Cell::new(0) };
}

/// A piece of hardware; while it lives, it is in use.
#[derive(Debug)]
pub(crate) struct Hardware {
    /// Panic when it is put to rest.
    pub(crate) drop_panics: bool,
}

impl Hardware {
    pub(crate) fn open() -> Self {
        OPENED.set(OPENED.get() + 1);
        Self { drop_panics: false }
    }
}

impl Drop for Hardware {
    fn drop(&mut self) {
        DROPPED.set(DROPPED.get() + 1);
        assert!(!self.drop_panics, "asked to panic in drop");
    }
}

/// Begins to count anew.
pub(crate) fn reset() {
    OPENED.set(0);
    DROPPED.set(0);
}

/// How often hardware was opened and dropped since the last [`reset`].
pub(crate) fn counts() -> (u32, u32) {
    (OPENED.get(), DROPPED.get())
}
