//! Our own ring.

use isr_ring::{Consumer, EventRing, Producer};

use super::{Pop, Push, Ring};
use crate::{BATCH, Event, SLOTS};

/// isr-ring; batches go through slices.
pub struct IsrRing;

/// An end with the buffer that its user keeps for batches.
pub struct Buffered<E> {
    end: E,
    buffer: [Event; BATCH],
}

impl<E> Buffered<E> {
    fn new(end: E) -> Self {
        let buffer = [Event::nth(0); BATCH];
        Self { end, buffer }
    }
}

impl Ring for IsrRing {
    const NAME: &'static str = "isr-ring";
    type Home = EventRing<Event, SLOTS>;
    type Ends<'a> = (
        Buffered<Producer<'a, Event, SLOTS>>,
        Buffered<Consumer<'a, Event, SLOTS>>,
    );

    fn home() -> Self::Home {
        EventRing::new()
    }

    fn ends(home: &mut Self::Home) -> Self::Ends<'_> {
        let (producer, consumer) = home.split_mut();
        (Buffered::new(producer), Buffered::new(consumer))
    }
}

impl Push for Buffered<Producer<'_, Event, SLOTS>> {
    #[inline(always)]
    fn push(&mut self, event: Event) -> bool {
        self.end.push(event).is_ok()
    }

    #[inline(always)]
    fn push_batch(&mut self, first: u64) -> usize {
        for (event, n) in self.buffer.iter_mut().zip(first..) {
            *event = Event::nth(n);
        }
        self.end.push_slice(&self.buffer)
    }

    #[inline(always)]
    fn push_slice(&mut self, events: &[Event; BATCH]) -> usize {
        self.end.push_slice(events)
    }
}

impl Pop for Buffered<Consumer<'_, Event, SLOTS>> {
    #[inline(always)]
    fn pop(&mut self) -> Option<Event> {
        self.end.pop()
    }

    #[inline(always)]
    fn pop_batch(&mut self, see: impl FnMut(Event)) -> usize {
        let count = self.end.drain(&mut self.buffer);
        let events = self.buffer.get(..count).unwrap_or_default();
        events.iter().copied().for_each(see);
        count
    }

    #[inline(always)]
    fn pop_slice(&mut self, events: &mut [Event; BATCH]) -> usize {
        self.end.drain(events)
    }
}
