//! The interrupt's side: offers an event for every period that has passed.

use isr_ring::{EventRing, Producer};

use crate::progress::{get, put};
use crate::{Event, Machine, Progress};

/// Slots of the ring.
pub const SLOTS: usize = 64;
/// The ring between handler and foreground.
pub type Ring = EventRing<Event, SLOTS>;

/// The most events that one interrupt offers, so that its time is bounded.
const LONGEST_BURST: u32 = 4 * SLOTS as u32;

/// What belongs to the handler.
#[derive(Debug)]
pub struct Source {
    producer: Producer<'static, Event, SLOTS>,
    progress: &'static Progress,
}

impl Source {
    /// A source that pushes into a ring and follows the orders of `progress`.
    #[must_use]
    pub const fn new(
        producer: Producer<'static, Event, SLOTS>,
        progress: &'static Progress,
    ) -> Self {
        Self { producer, progress }
    }

    /// Does the work of one interrupt: `offer` is called for every period that
    /// has passed, which are several if the interrupt was held back.
    #[inline(always)]
    pub fn interrupt<M: Machine>(&mut self, machine: &M, mut offer: impl FnMut(&mut Self, u32)) {
        let progress = self.progress;
        let period = get(&progress.period);
        let mut next = get(&progress.next);
        let mut remaining = get(&progress.remaining);
        let mut burst = 0;
        while remaining != 0 && burst != LONGEST_BURST && is_past(machine.clock(), next) {
            let number = get(&progress.offered);
            put(&progress.offered, number.wrapping_add(1));
            offer(self, number);
            next = next.wrapping_add(period);
            remaining = remaining.wrapping_sub(1);
            burst = burst.wrapping_add(1);
        }
        put(&progress.next, next);
        put(
            &progress.interrupts,
            get(&progress.interrupts).wrapping_add(1),
        );
        put(&progress.longest, get(&progress.longest).max(burst));
        if remaining == 0 {
            machine.stop();
        } else {
            machine.acknowledge(next);
        }
        put(&progress.remaining, remaining);
    }

    /// Counts from event to event.
    pub(crate) fn period(&self) -> u32 {
        get(&self.progress.period)
    }

    /// Periods that have passed since the next event was due, if it was.
    pub(crate) fn late(&self, now: u32) -> Option<u32> {
        now.wrapping_sub(get(&self.progress.next))
            .checked_div(self.period())
    }

    /// Pushes the event with a number; counts it if it is handed back.
    #[inline(always)]
    pub fn offer(&mut self, number: u32) {
        self.offer_event(Event::new(number));
    }

    /// Pushes an event; counts it if it is handed back.
    #[inline(always)]
    pub(crate) fn offer_event(&mut self, event: Event) {
        if self.producer.push(event).is_err() {
            let refused = &self.progress.refused;
            put(refused, get(refused).wrapping_add(1));
        }
    }
}

/// True if `now` is not before `then`, where both are less than 2^31 apart.
#[inline(always)]
const fn is_past(now: u32, then: u32) -> bool {
    now.wrapping_sub(then) < 1 << 31
}

#[cfg(test)]
mod tests {
    use super::is_past;

    #[test]
    fn the_clock_may_wrap() {
        assert!(is_past(5, 5) && is_past(6, 5) && !is_past(4, 5));
        assert!(is_past(1, u32::MAX) && !is_past(u32::MAX, 1));
    }
}
