//! Any sequence of calls behaves as a bounded queue of bytes does.

use std::collections::VecDeque;

use pore::ring::Wake;
use proptest::prelude::*;

use crate::common::{Both, connected, pattern};

#[derive(Clone, Debug)]
enum Step {
    Write(usize),
    Pieces(usize, usize),
    Commit(usize, usize),
    Read(usize),
    Release(usize, u32),
    Await(u32),
    AwaitRoom(u32),
}

fn steps() -> impl Strategy<Value = Step> {
    let bytes = 0..40_usize;
    prop_oneof![
        bytes.clone().prop_map(Step::Write),
        (bytes.clone(), bytes.clone()).prop_map(|(a, b)| Step::Pieces(a, b)),
        (bytes.clone(), bytes.clone()).prop_map(|(a, b)| Step::Commit(a, b)),
        bytes.clone().prop_map(Step::Read),
        (bytes, 0..40_u32).prop_map(|(a, b)| Step::Release(a, b)),
        (0..40_u32).prop_map(Step::Await),
        (0..40_u32).prop_map(Step::AwaitRoom),
    ]
}

/// A queue that cannot be wrong, and how many bytes it has seen.
struct Model {
    queue: VecDeque<u8>,
    capacity: usize,
    seen: usize,
}

impl Model {
    /// Takes what fits of so many new bytes.
    fn push(&mut self, count: usize) -> usize {
        let fits = count.min(self.capacity - self.queue.len());
        self.queue.extend(pattern(self.seen, fits));
        self.seen += fits;
        fits
    }

    fn pop(&mut self, count: usize) -> Vec<u8> {
        let count = count.min(self.queue.len());
        self.queue.drain(..count).collect()
    }
}

fn apply(both: &mut Both, model: &mut Model, step: &Step) {
    let (producer, consumer) = (&mut both.here.producer, &mut both.there.consumer);
    let new = |model: &Model, count| pattern(model.seen, count);
    match *step {
        Step::Write(count) => {
            let bytes = new(model, count);
            assert_eq!(producer.write(&bytes), Ok(model.push(count)));
        }
        Step::Pieces(first, second) => {
            let bytes = new(model, first + second);
            let parts = [&bytes[..first], &bytes[first..]];
            assert_eq!(
                producer.write_vectored(&parts),
                Ok(model.push(first + second))
            );
        }
        Step::Commit(first, second) => {
            let bytes = new(model, first + second);
            let mut claim = producer.claim(40).expect("open");
            let put = claim.put(&bytes[..first]);
            let more = if put == first {
                claim.put(&bytes[first..])
            } else {
                0
            };
            assert_eq!(claim.commit() as usize, put + more);
            let fits = (first + second).min(40);
            assert_eq!(model.push(fits), put + more);
        }
        Step::Read(count) => {
            let mut bytes = vec![0; count];
            let read = consumer.read(&mut bytes).expect("open");
            assert_eq!(bytes[..read], model.pop(count));
        }
        Step::Release(count, released) => {
            let grant = consumer.grant(count as u32).expect("open");
            let mut bytes = vec![0; grant.len() as usize];
            assert_eq!(grant.peek(0, &mut bytes), bytes.len());
            let released = (released as usize).min(bytes.len());
            grant.release(released as u32).expect("open");
            assert_eq!(bytes[..released], model.pop(released));
        }
        Step::Await(count) => {
            let wanted = (count.max(1) as usize).min(model.capacity);
            let wake = consumer.notify_when(count).expect("open");
            assert_eq!(wake != Wake::Armed, model.queue.len() >= wanted);
        }
        Step::AwaitRoom(count) => {
            let wanted = (count.max(1) as usize).min(model.capacity);
            let wake = producer.notify_when(count).expect("open");
            assert_eq!(
                wake != Wake::Armed,
                model.capacity - model.queue.len() >= wanted
            );
        }
    }
}

proptest! {
    #[test]
    fn behaves_as_a_bounded_queue_of_bytes(
        order in 4..7_u32,
        start in prop_oneof![Just(0_u32), Just(0xFFFF_FFF0), any::<u32>()],
        steps in proptest::collection::vec(steps(), 1..200),
    ) {
        let mut both = connected(order, start);
        let capacity = both.here.producer.capacity() as usize;
        let mut model = Model { queue: VecDeque::new(), capacity, seen: 0 };
        for step in &steps {
            apply(&mut both, &mut model, step);
        }
        let mut rest = vec![0; capacity];
        let count = both.there.consumer.read(&mut rest).expect("open");
        prop_assert_eq!(&rest[..count], &model.pop(capacity));
    }
}
