//! The ring beside a queue that cannot be wrong: any calls, in any order.

use std::collections::VecDeque;

use isr_ring::{EventRing, Stats, reset};
use proptest::prelude::*;

const SLOTS: usize = 8;

#[derive(Clone, Debug)]
enum Step {
    Push,
    PushSlice(usize),
    Pop,
    Drain(usize),
    Vacant,
    Reset,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => Just(Step::Push),
        3 => (0..=2 * SLOTS).prop_map(Step::PushSlice),
        6 => Just(Step::Pop),
        3 => (0..=2 * SLOTS).prop_map(Step::Drain),
        1 => Just(Step::Vacant),
        1 => Just(Step::Reset),
    ];
    prop::collection::vec(step, 0..400)
}

/// What the ring should hold and count.
#[derive(Default)]
struct Model {
    queue: VecDeque<u64>,
    offered: u32,
    delivered: u32,
    high_water: u32,
    next: u64,
}

impl Model {
    /// Makes so many events, and keeps those that there is room for.
    fn offer(&mut self, count: usize) -> Vec<u64> {
        let events: Vec<u64> = (self.next..).take(count).collect();
        self.next += count as u64;
        self.offered += count as u32;
        let room = SLOTS - self.queue.len();
        self.queue.extend(events.iter().take(room));
        self.high_water = self.high_water.max(self.queue.len() as u32);
        events
    }

    fn take(&mut self, count: usize) -> Vec<u64> {
        let taken: Vec<u64> = self.queue.drain(..count.min(self.queue.len())).collect();
        self.delivered += taken.len() as u32;
        taken
    }

    fn stats(&self) -> Stats {
        let queued = self.queue.len() as u32;
        let mut stats = EventRing::<u64, SLOTS>::new().stats();
        stats.offered = self.offered;
        stats.delivered = self.delivered;
        stats.dropped = self.offered - self.delivered - queued;
        stats.queued = queued;
        stats.high_water = self.high_water;
        stats
    }
}

proptest! {
    // A failure is printed whole; no file of old ones is kept.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn behaves_as_a_bounded_queue(steps in steps()) {
        let ring = EventRing::<u64, SLOTS>::new();
        let (mut producer, mut consumer) = ring.split().expect("not split before");
        let mut model = Model::default();
        for step in steps {
            match step {
                Step::Push => {
                    let free = model.queue.len() < SLOTS;
                    let event = model.offer(1)[0];
                    prop_assert_eq!(producer.push(event), if free { Ok(()) } else { Err(event) });
                }
                Step::PushSlice(count) => {
                    let room = SLOTS - model.queue.len();
                    let events = model.offer(count);
                    prop_assert_eq!(producer.push_slice(&events), count.min(room));
                }
                Step::Pop => prop_assert_eq!(consumer.pop(), model.take(1).first().copied()),
                Step::Drain(count) => {
                    let mut events = vec![u64::MAX; count];
                    let drained = consumer.drain(&mut events);
                    events.truncate(drained);
                    prop_assert_eq!(events, model.take(count));
                }
                Step::Vacant => prop_assert_eq!(producer.vacant(), SLOTS - model.queue.len()),
                Step::Reset => {
                    prop_assert!(reset(&mut producer, &mut consumer).is_ok());
                    model = Model { next: model.next, ..Model::default() };
                }
            }
            let (stats, expected) = (ring.stats(), model.stats());
            // Up to what was queued at a time: see `Stats::high_water`.
            prop_assert!(stats.high_water >= expected.high_water);
            prop_assert_eq!(Stats { high_water: 0, ..stats }, Stats { high_water: 0, ..expected });
        }
    }
}
