//! Our own ring.

use isr_ring::{Consumer, EventRing, Producer};

use super::{Pop, Push, Ring};
use crate::{BATCH, Event, SLOTS};

/// isr-ring; batches are made and seen in place.
pub struct IsrRing;

/// isr-ring; batches are copied from and to slices.
pub struct IsrRingSlices;

/// An end with the buffer that its user keeps for batches.
pub struct Buffered<E> {
    end: E,
    buffer: [Event; BATCH],
}

type Ends<'a> = (Producer<'a, Event, SLOTS>, Consumer<'a, Event, SLOTS>);

impl Ring for IsrRing {
    const NAME: &'static str = "isr-ring";
    type Home = EventRing<Event, SLOTS>;
    type Ends<'a> = Ends<'a>;

    fn home() -> Self::Home {
        EventRing::new()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        home.split_mut()
    }
}

impl Ring for IsrRingSlices {
    const NAME: &'static str = "isr-ring, slices";
    type Home = EventRing<Event, SLOTS>;
    type Ends<'a> = Buffered<Ends<'a>>;

    fn home() -> Self::Home {
        EventRing::new()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        let end = home.split_mut();
        let buffer = [Event::nth(0); BATCH];
        Buffered { end, buffer }
    }
}

impl Push for Producer<'_, Event, SLOTS> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        Producer::push(self, event).is_ok()
    }

    #[inline(always)]
    fn push_batch(&mut self, first: u64) -> usize {
        let mut events = (first..).map(Event::nth);
        self.push_each(BATCH, || events.next().unwrap_or(Event::nth(0)))
    }

    #[inline(always)]
    fn push_slice(&mut self, events: &[Event; BATCH]) -> usize {
        Producer::push_slice(self, events)
    }
}

impl Pop for Consumer<'_, Event, SLOTS> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        Consumer::pop(self)
    }

    #[inline(always)]
    fn pop_batch(&mut self, see: impl FnMut(Event)) -> usize {
        self.drain_each(BATCH, see)
    }

    #[inline(always)]
    fn pop_slice(&mut self, events: &mut [Event; BATCH]) -> usize {
        self.drain(events)
    }
}

impl<E: Push> Push for Buffered<E> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        self.end.push(event)
    }

    #[inline(always)]
    fn push_batch(&mut self, first: u64) -> usize {
        for (event, n) in self.buffer.iter_mut().zip(first..) {
            *event = Event::nth(n);
        }
        self.end.push_slice(&self.buffer)
    }
}

impl<E: Pop> Pop for Buffered<E> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        self.end.pop()
    }

    #[inline(always)]
    fn pop_batch(&mut self, see: impl FnMut(Event)) -> usize {
        let count = self.end.pop_slice(&mut self.buffer);
        let events = self.buffer.get(..count).unwrap_or_default();
        events.iter().copied().for_each(see);
        count
    }
}
