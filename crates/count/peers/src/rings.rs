//! Single-producer single-consumer rings behind one trait.

mod array;
mod bbqueue;
mod heapless;
mod isr_ring;
#[cfg(not(target_os = "none"))]
mod ringbuf;
#[cfg(not(target_os = "none"))]
mod rtrb;
mod seeded;

use crate::{BATCH, Event};

pub use array::Array;
#[cfg(target_has_atomic = "ptr")]
pub use bbqueue::BbqueueAtomic;
pub use bbqueue::BbqueueCs;
pub use heapless::{HeaplessQueue, HeaplessSplit};
pub use isr_ring::{IsrRing, IsrRingSlices};
#[cfg(not(target_os = "none"))]
pub use ringbuf::Ringbuf;
#[cfg(not(target_os = "none"))]
pub use rtrb::Rtrb;
pub use seeded::{Slow, Torn};

/// A ring of [`SLOTS`](crate::SLOTS) events.
pub trait Ring {
    /// The name that the tables print.
    const NAME: &'static str;
    /// Whether the crate has calls that move many events at once.
    const BATCHES: bool = true;
    /// The memory that the ring lives in.
    type Home;
    /// The producer and the consumer.
    type Ends<'a>: Push + Pop;

    /// Makes an empty ring.
    fn home() -> Self::Home;
    /// Hands out the two ends.
    fn ends(home: &mut Self::Home) -> Self::Ends<'_>;
}

/// The end that pushes.
pub trait Push {
    /// Pushes one event; false when the ring is full.
    fn push(&mut self, event: Event) -> bool;

    /// Makes and pushes the [`BATCH`] events from number
    /// `first` on, in the cheapest way that the crate offers.
    ///
    /// Says how many went in.
    #[inline(always)]
    fn push_batch(&mut self, first: u64) -> usize {
        let fits = |n: &usize| self.push(Event::nth(first + *n as u64));
        (0..BATCH).take_while(fits).count()
    }

    /// Pushes as many of `events` as fit and says how many.
    #[inline(always)]
    fn push_slice(&mut self, events: &[Event; BATCH]) -> usize {
        events.iter().take_while(|event| self.push(**event)).count()
    }
}

/// The end that pops.
pub trait Pop {
    /// Pops the oldest event.
    fn pop(&mut self) -> Option<Event>;

    /// Pops up to [`BATCH`] events in the cheapest way that the
    /// crate offers, shows each to `see` and says how many there were.
    #[inline(always)]
    fn pop_batch(&mut self, mut see: impl FnMut(Event)) -> usize {
        (0..BATCH).map_while(|_| self.pop().map(&mut see)).count()
    }

    /// Pops into `events` and says how many there were.
    #[inline(always)]
    fn pop_slice(&mut self, events: &mut [Event; BATCH]) -> usize {
        let next = |slot: &mut Event| self.pop().map(|event| *slot = event);
        events.iter_mut().map_while(next).count()
    }
}

impl<P: Push, C> Push for (P, C) {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        self.0.push(event)
    }

    #[inline(always)]
    fn push_batch(&mut self, first: u64) -> usize {
        self.0.push_batch(first)
    }

    #[inline(always)]
    fn push_slice(&mut self, events: &[Event; BATCH]) -> usize {
        self.0.push_slice(events)
    }
}

impl<P, C: Pop> Pop for (P, C) {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        self.1.pop()
    }

    #[inline(always)]
    fn pop_batch(&mut self, see: impl FnMut(Event)) -> usize {
        self.1.pop_batch(see)
    }

    #[inline(always)]
    fn pop_slice(&mut self, events: &mut [Event; BATCH]) -> usize {
        self.1.pop_slice(events)
    }
}
