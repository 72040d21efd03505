//! Tables that threads wait for.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// A table while it is looked at.
pub(crate) type Guard<'l, T> = MutexGuard<'l, T>;

/// A table that is made when it is first looked at.
pub(crate) struct Lock<T> {
    table: OnceLock<Mutex<T>>,
    make: fn() -> T,
}

impl<T> Lock<T> {
    pub(crate) const fn new(make: fn() -> T) -> Self {
        Self {
            table: OnceLock::new(),
            make,
        }
    }

    /// Waits until nobody else looks at it. A panic meanwhile, in whichever thread, leaves the
    /// table as it is: who locks it sees to it that this is harmless.
    pub(crate) fn lock(&self) -> Guard<'_, T> {
        self.table
            .get_or_init(|| Mutex::new((self.make)()))
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
