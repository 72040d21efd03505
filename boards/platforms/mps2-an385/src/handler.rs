//! What an interrupt calls, and who may take it away.

use alloc::boxed::Box;
use core::cell::Cell;

use critical_section::Mutex;

/// A place for what an interrupt works with. The interrupt takes it out for
/// its time, so that it runs outside of critical sections; nobody else runs
/// meanwhile who could miss it.
pub(crate) struct Held<T>(Mutex<Cell<Option<Box<T>>>>);

impl<T: Send> Held<T> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Cell::new(None)))
    }

    /// Puts it there; `false`, and it is dropped, if something is there.
    pub(crate) fn put(&self, thing: Box<T>) -> bool {
        let refused = critical_section::with(|cs| {
            let cell = self.0.borrow(cs);
            match cell.take() {
                None => {
                    cell.set(Some(thing));
                    None
                }
                before => {
                    cell.set(before);
                    Some(thing)
                }
            }
        });
        refused.is_none()
    }

    /// Takes it away.
    pub(crate) fn take(&self) -> Option<Box<T>> {
        critical_section::with(|cs| self.0.borrow(cs).take())
    }

    /// Does something with it, if it is there.
    pub(crate) fn with(&self, work: impl FnOnce(&mut T)) {
        if let Some(mut thing) = self.take() {
            work(&mut thing);
            // Nothing was put there meanwhile: this interrupt runs alone.
            let _kept = self.put(thing);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_stays_until_it_is_taken() {
        static HELD: Held<u32> = Held::new();
        HELD.with(|_| unreachable!("nothing is there"));
        assert!(HELD.put(Box::new(1)));
        assert!(!HELD.put(Box::new(9)));
        HELD.with(|number| *number += 1);
        assert_eq!(HELD.take(), Some(Box::new(2)));
        assert_eq!(HELD.take(), None);
    }
}
