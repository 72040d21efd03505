//! Two threads and one ring, with back-pressure: order kept, nothing lost.

use std::thread;

use isr_ring::{Consumer, EventRing, Producer};

/// Sixteen bytes, as a touch event has; the second half says what the first is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Event {
    count: u64,
    check: u64,
}

impl Event {
    const fn new(count: u64) -> Self {
        Self {
            count,
            check: !count,
        }
    }
}

/// Events of one run: enough for the indices to lap the ring many thousand times.
const EVENTS: u64 = if cfg!(debug_assertions) {
    1_000_000
} else {
    10_000_000
};

/// Pushes all events, and tells how often the ring was full.
fn push_all<const N: usize>(mut producer: Producer<'_, Event, N>, burst: usize) -> u64 {
    let mut full = 0;
    let mut next = 0;
    while next < EVENTS {
        let batch: Vec<Event> = (next..EVENTS.min(next + burst as u64))
            .map(Event::new)
            .collect();
        let pushed = match batch.as_slice() {
            [one] => usize::from(producer.push(*one).is_ok()),
            many => producer.push_slice(many),
        };
        if pushed < batch.len() {
            full += 1;
            thread::yield_now();
        }
        next += pushed as u64;
    }
    full
}

/// Takes all events, each checked against the one before, and tells how many there were.
fn take_all<const N: usize>(mut consumer: Consumer<'_, Event, N>, burst: usize) -> u64 {
    let mut expected = 0;
    let mut batch = vec![Event::new(0); burst];
    while expected < EVENTS {
        let taken = match batch.as_mut_slice() {
            [one] => consumer.pop().map_or(0, |event| {
                *one = event;
                1
            }),
            many => consumer.drain(many),
        };
        if taken == 0 {
            thread::yield_now();
        }
        for event in &batch[..taken] {
            assert_eq!(
                *event,
                Event::new(expected),
                "torn, lost, doubled or out of order"
            );
            expected += 1;
        }
    }
    assert_eq!(consumer.pop(), None, "an event that nobody pushed");
    expected
}

/// Runs both sides until everything went through; a push that found the ring full is repeated.
fn stress<const N: usize>(push: usize, take: usize) {
    let ring = EventRing::<Event, N>::new();
    let (producer, consumer) = ring.split().expect("not split before");
    let (full, taken) = thread::scope(|scope| {
        let pushing = scope.spawn(move || push_all(producer, push));
        let taking = scope.spawn(move || take_all(consumer, take));
        (
            pushing.join().expect("pushes"),
            taking.join().expect("takes"),
        )
    });
    let stats = ring.stats();
    let pushes = EVENTS.div_ceil(push as u64) + full;
    println!(
        "{N} slots, {push} at a time in, {take} out: {taken} events, {full} of {pushes} pushes found it full"
    );
    assert_eq!(taken, EVENTS);
    assert_eq!(stats.queued, 0);
    assert_eq!(stats.offered, stats.delivered.wrapping_add(stats.dropped));
    assert!(stats.high_water <= stats.capacity && stats.high_water > 0);
    // Without back-pressure the test would prove nothing about a full ring.
    assert!(
        full * 100 > pushes,
        "the ring was hardly ever full: {full} of {pushes}"
    );
}

#[test]
fn one_by_one() {
    stress::<2>(1, 1);
}

#[test]
fn batches_in_one_by_one_out() {
    stress::<16>(16, 1);
}

#[test]
fn batches_both_ways() {
    stress::<64>(48, 40);
}
