//! Locks that threads wait for.

use std::sync::PoisonError;

/// What a lock guards, for as long as it is held.
pub(crate) type Guard<'l, T> = std::sync::MutexGuard<'l, T>;

/// A value that one thread looks at after the other.
pub(crate) struct Mutex<T>(std::sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(std::sync::Mutex::new(value))
    }

    /// Waits until nobody else looks at it. Each section leaves its value whole, so a panic in one
    /// does not harm the next.
    pub(crate) fn lock(&self) -> Guard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
