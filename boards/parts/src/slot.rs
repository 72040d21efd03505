//! A place that holds a thing while nobody has it.

use core::cell::Cell;
use core::fmt;

use critical_section::Mutex;

/// A place that holds a thing while nobody has it.
pub(crate) struct Slot<T>(Mutex<Cell<Option<T>>>);

impl<T> Slot<T> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Cell::new(None)))
    }

    pub(crate) const fn with(thing: T) -> Self {
        Self(Mutex::new(Cell::new(Some(thing))))
    }

    pub(crate) fn put(&self, thing: T) {
        // What was there is dropped outside of the critical section.
        let _before = critical_section::with(|cs| self.0.borrow(cs).replace(Some(thing)));
    }

    pub(crate) fn take(&self) -> Option<T> {
        critical_section::with(|cs| self.0.borrow(cs).take())
    }
}

impl<T> fmt::Debug for Slot<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot").finish_non_exhaustive()
    }
}

/// A thing that goes back to its slot when whoever has it is dropped.
#[derive(Debug)]
pub(crate) struct Lent<T: 'static> {
    slot: &'static Slot<T>,
    /// Absent only while this is dropped.
    thing: Option<T>,
}

impl<T: 'static> Lent<T> {
    /// Takes what is in the slot; `None` if somebody has it.
    pub(crate) fn take(slot: &'static Slot<T>) -> Option<Self> {
        let thing = slot.take()?;
        Some(Self {
            slot,
            thing: Some(thing),
        })
    }

    pub(crate) fn get(&mut self) -> Option<&mut T> {
        self.thing.as_mut()
    }
}

impl<T: 'static> Drop for Lent<T> {
    fn drop(&mut self) {
        if let Some(thing) = self.thing.take() {
            self.slot.put(thing);
        }
    }
}
