//! The bound: a plain array, no synchronisation, no check for full or empty.

use core::array;
use core::cell::Cell;

use super::{Pop, Push, Ring};
use crate::{Event, SLOTS};

/// Stores and loads alone: what any ring has to pay.
pub struct Array;

/// One end of an [`Array`].
pub struct End<'a> {
    slots: &'a [Cell<Event>; SLOTS],
    at: usize,
}

impl Ring for Array {
    const NAME: &'static str = "(bound) plain array";
    type Home = [Cell<Event>; SLOTS];
    type Ends<'a> = (End<'a>, End<'a>);

    fn home() -> Self::Home {
        array::from_fn(|_| Cell::new(Event::nth(0)))
    }

    fn ends(slots: &mut Self::Home) -> Self::Ends<'_> {
        (End { slots, at: 0 }, End { slots, at: 0 })
    }
}

impl End<'_> {
    #[inline(always)]
    fn next(&mut self) -> &Cell<Event> {
        let slot = &self.slots[self.at % SLOTS];
        self.at = self.at.wrapping_add(1);
        slot
    }
}

impl Push for End<'_> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        self.next().set(event);
        true
    }
}

impl Pop for End<'_> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        Some(self.next().get())
    }
}
