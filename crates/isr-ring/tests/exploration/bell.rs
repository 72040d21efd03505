//! No wake-up is lost, whenever the consumer falls asleep.

use std::sync::Arc;

use isr_ring::Doorbell;
use isr_ring::model::{self, Order};
use loom::sync::Notify;
use loom::thread;

use super::explore::{Ends, expect_caught, explore};

/// loom fails an execution in which all threads wait.
struct Bell(Notify);

impl Doorbell for Bell {
    fn ring(&self) {
        self.0.notify();
    }
}

/// The consumer sleeps whenever it finds nothing, until it has all events.
fn sleepy((mut producer, mut consumer): Ends<4>) -> Ends<4> {
    let bell = Arc::new(Bell(Notify::new()));
    let ringing = Arc::clone(&bell);
    let pushing = thread::spawn(move || {
        for event in 1..=3 {
            producer.push_ringing(event, &*ringing).expect("4 slots");
        }
        producer
    });
    let popping = thread::spawn(move || {
        for event in 1..=3 {
            let next = loop {
                match consumer.pop() {
                    Some(next) => break next,
                    None => bell.0.wait(),
                }
            };
            assert_eq!(next, event);
        }
        consumer
    });
    (
        pushing.join().expect("pushed"),
        popping.join().expect("popped"),
    )
}

/// The same with batches: a drain that does not fill its buffer found the
/// ring empty.
fn sleepy_batches((mut producer, mut consumer): Ends<4>) -> Ends<4> {
    let bell = Arc::new(Bell(Notify::new()));
    let ringing = Arc::clone(&bell);
    let pushing = thread::spawn(move || {
        assert_eq!(producer.push_slice_ringing(&[1, 2], &*ringing), 2);
        assert_eq!(producer.push_slice_ringing(&[3], &*ringing), 1);
        producer
    });
    let draining = thread::spawn(move || {
        let mut events = [0; 4];
        let mut count = 0;
        while count < 3 {
            let free = &mut events[count..];
            let asked = free.len();
            let drained = consumer.drain(free);
            count += drained;
            if count < 3 && drained < asked {
                bell.0.wait();
            }
        }
        assert_eq!(events, [1, 2, 3, 0]);
        consumer
    });
    (
        pushing.join().expect("pushed"),
        draining.join().expect("drained"),
    )
}

#[test]
fn no_wake_up_is_lost() {
    for cached in [true, false] {
        model::set_cached(cached);
        let single = explore(Some(2), sleepy);
        let batches = explore(Some(2), sleepy_batches);
        println!("3 events and a bell: {single} executions, in batches {batches}");
    }
}

#[test]
fn each_fence_is_needed() {
    for cached in [true, false] {
        model::set_cached(cached);
        for order in [Order::BeforeBell, Order::BeforeNone] {
            expect_caught(order, || explore(Some(3), sleepy));
        }
    }
}
