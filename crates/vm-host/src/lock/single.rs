//! Tables on a microcontroller, where nobody can be waited for.

use alloc::boxed::Box;
use core::cell::Cell;
use core::ops::{Deref, DerefMut};

use critical_section::Mutex;

/// Where a table is.
enum Place<T> {
    /// It is not made yet.
    Nowhere,
    Here(Box<T>),
    /// Somebody looks at it.
    Taken,
}

/// A table that is made when it is first looked at, and taken out meanwhile: interrupts are held
/// back for the moment of taking only.
pub(crate) struct Lock<T> {
    place: Mutex<Cell<Place<T>>>,
    make: fn() -> T,
}

/// A table while it is looked at.
pub(crate) struct Guard<'l, T> {
    lock: &'l Lock<T>,
    /// `None` in `drop` only.
    table: Option<Box<T>>,
}

impl<T> Lock<T> {
    pub(crate) const fn new(make: fn() -> T) -> Self {
        Self {
            place: Mutex::new(Cell::new(Place::Nowhere)),
            make,
        }
    }

    /// Takes the table. Panics if it is taken already: by the program that an interrupt broke
    /// into, or on another core. Both may ring bells, and must leave the VM alone else.
    pub(crate) fn lock(&self) -> Guard<'_, T> {
        let place = critical_section::with(|cs| self.place.borrow(cs).replace(Place::Taken));
        let table = match place {
            Place::Nowhere => Box::new((self.make)()),
            Place::Here(table) => table,
            Place::Taken => panic!("the VM is used from an interrupt or another core"),
        };
        let table = Some(table);
        Guard { lock: self, table }
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.table {
            Some(table) => table,
            None => unreachable!("only `drop` gives it back"),
        }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        match &mut self.table {
            Some(table) => table,
            None => unreachable!("only `drop` gives it back"),
        }
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        if let Some(table) = self.table.take() {
            critical_section::with(|cs| self.lock.place.borrow(cs).set(Place::Here(table)));
        }
    }
}
