//! Events come out in order, each once, and none before it is whole.

use isr_ring::model::{self, Order};
use loom::thread;
use loom_testing::require;

use super::explore::{Ends, expect_caught, explore};

const FEWEST: usize = 200_000;

/// One side pushes `events` into two slots, the other pops as often; what is
/// left is popped at the end.
fn overflow(events: u8) -> impl Fn(Ends<2>) -> Ends<2> {
    move |(mut producer, mut consumer)| {
        let pushing = thread::spawn(move || {
            let accepted: Vec<u8> = (1..=events)
                .filter(|event| producer.push(*event).is_ok())
                .collect();
            (producer, accepted)
        });
        let popping = thread::spawn(move || {
            let popped: Vec<u8> = (0..events).filter_map(|_| consumer.pop()).collect();
            (consumer, popped)
        });
        let (producer, accepted) = pushing.join().expect("pushed");
        let (mut consumer, mut popped) = popping.join().expect("popped");

        let stats = consumer.stats();
        assert_eq!(stats.offered, u32::from(events));
        assert_eq!(
            stats.dropped as usize,
            accepted.len().abs_diff(events.into())
        );
        assert_eq!(stats.delivered as usize, popped.len());
        assert_eq!(stats.queued as usize, accepted.len() - popped.len());
        assert!(stats.high_water >= stats.queued && stats.high_water <= 2);
        while let Some(event) = consumer.pop() {
            popped.push(event);
        }
        assert_eq!(popped, accepted);
        (producer, consumer)
    }
}

/// The same with batches.
fn batches((mut producer, mut consumer): Ends<2>) -> Ends<2> {
    let pushing = thread::spawn(move || {
        let accepted = producer.push_slice(&[1, 2]) + 10 * producer.push_slice(&[3]);
        (producer, accepted)
    });
    let draining = thread::spawn(move || {
        let mut events = [0; 3];
        let first = consumer.drain(&mut events);
        let second = consumer.drain(&mut events[first..]);
        (consumer, events, first + second)
    });
    let (producer, accepted) = pushing.join().expect("pushed");
    let (mut consumer, mut events, count) = draining.join().expect("drained");

    let total = accepted % 10 + accepted / 10;
    let rest = consumer.drain(&mut events[count..]);
    assert_eq!(count + rest, total);
    assert_eq!(events[..total], [1, 2, 3][..total]);
    (producer, consumer)
}

fn explore_both(name: &str, explore: impl Fn() -> usize) -> usize {
    [true, false]
        .map(|cached| {
            model::set_cached(cached);
            let executions = explore();
            let what = if cached {
                "sides keep what they saw"
            } else {
                "sides look each time"
            };
            println!("{name}, {what}: {executions} executions");
            executions
        })
        .into_iter()
        .sum()
}

#[test]
fn events_in_order_each_once() {
    model::set_cached(true);
    let whole = explore(None, overflow(3));
    println!("3 events through 2 slots, sides keep what they saw: {whole} executions");
    let executions =
        whole + explore_both("4 events, 3 preemptions", || explore(Some(3), overflow(4)));
    require("events", executions, FEWEST);
}

#[test]
fn more_events_within_two_preemptions() {
    explore_both("5 events, 2 preemptions", || explore(Some(2), overflow(5)));
}

#[test]
fn batches_in_order_each_once() {
    explore_both("batches of 2 and 1 through 2 slots", || {
        explore(None, batches)
    });
}

#[test]
fn each_ordering_is_needed() {
    use Order::{ObserveHead, ObserveTail, PublishHead, PublishTail};
    for cached in [true, false] {
        model::set_cached(cached);
        for order in [PublishTail, ObserveTail, PublishHead, ObserveHead] {
            expect_caught(order, || explore(None, overflow(4)));
        }
    }
}
