//! What cannot be seen from outside: indices that wrap, counts that end.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::Barrier;
use std::thread;
use std::vec::Vec;

use proptest::prelude::*;

use crate::splitter::Splitter;
use crate::{Consumer, Doorbell, EventRing, Producer, ResetError, Stats, ends, reset};

const fn crosses_threads<V: Send>() {}
const fn is_shared<V: Sync>() {}
const _: () = {
    crosses_threads::<Producer<'static, u64, 4>>();
    crosses_threads::<Consumer<'static, u64, 4>>();
    crosses_threads::<EventRing<u64, 4>>();
    is_shared::<EventRing<u64, 4>>();
};

/// Puts the indices of an empty ring to `start`.
fn start_at<T: Copy + 'static, const N: usize>(
    producer: &mut Producer<'_, T, N>,
    consumer: &mut Consumer<'_, T, N>,
    start: usize,
) {
    assert!(ends::restart(producer.end_mut(), consumer.end_mut(), start));
}

/// What to do with a ring.
#[derive(Clone, Copy, Debug)]
enum Step {
    Push,
    PushSlice(usize),
    PushEach(usize),
    Pop,
    Drain(usize),
    DrainEach(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Push),
        3 => Just(Step::Pop),
        1 => (0..12_usize).prop_map(Step::PushSlice),
        1 => (0..12_usize).prop_map(Step::PushEach),
        1 => (0..12_usize).prop_map(Step::Drain),
        1 => (0..12_usize).prop_map(Step::DrainEach),
    ]
}

/// A bounded queue that counts.
#[derive(Default)]
struct Model<const N: usize> {
    queue: VecDeque<u32>,
    next: u32,
    delivered: u32,
    dropped: u32,
    high_water: usize,
}

impl<const N: usize> Model<N> {
    /// Takes in `count` new events; tells which they are and how many fit.
    fn offer(&mut self, count: usize) -> (Vec<u32>, usize) {
        let events: Vec<u32> = (self.next..).take(count).collect();
        self.next += count as u32;
        let fit = count.min(N - self.queue.len());
        self.queue.extend(&events[..fit]);
        self.dropped += (count - fit) as u32;
        self.high_water = self.high_water.max(self.queue.len());
        (events, fit)
    }

    fn take(&mut self, most: usize) -> Vec<u32> {
        let count = most.min(self.queue.len());
        self.delivered += count as u32;
        self.queue.drain(..count).collect()
    }

    fn stats(&self, start: usize) -> Stats {
        let queued = self.queue.len() as u32;
        Stats {
            offered: (start as u32)
                .wrapping_add(self.delivered)
                .wrapping_add(queued)
                .wrapping_add(self.dropped),
            delivered: (start as u32).wrapping_add(self.delivered),
            dropped: self.dropped,
            queued,
            high_water: self.high_water as u32,
            capacity: N as u32,
        }
    }
}

fn do_step<const N: usize>(
    step: Step,
    model: &mut Model<N>,
    producer: &mut Producer<'_, u32, N>,
    consumer: &mut Consumer<'_, u32, N>,
) {
    match step {
        Step::Push => {
            let (events, fit) = model.offer(1);
            let pushed = producer.push(events[0]);
            assert_eq!(pushed, if fit == 1 { Ok(()) } else { Err(events[0]) });
        }
        Step::PushSlice(count) => {
            let (events, fit) = model.offer(count);
            assert_eq!(producer.push_slice(&events), fit);
        }
        Step::PushEach(most) => {
            let (events, fit) = model.offer(most.min(N - model.queue.len()));
            let mut made = events.iter().copied();
            let make = || made.next().expect("made only where there is room");
            assert_eq!(producer.push_each(most, make), fit);
        }
        Step::Pop => assert_eq!(consumer.pop(), model.take(1).first().copied()),
        Step::Drain(most) => {
            let mut events = std::vec![u32::MAX; most];
            let count = consumer.drain(&mut events);
            assert_eq!(events[..count], model.take(most));
        }
        Step::DrainEach(most) => {
            let mut events = Vec::new();
            let count = consumer.drain_each(most, |event| events.push(event));
            assert_eq!(events, model.take(most));
            assert_eq!(count, events.len());
        }
    }
    assert_eq!(producer.vacant(), N - model.queue.len());
}

fn run<const N: usize>(start: usize, steps: &[Step]) {
    let mut ring = EventRing::<u32, N>::new();
    let (mut producer, mut consumer) = ring.split_mut();
    start_at(&mut producer, &mut consumer, start);
    let mut model = Model::<N>::default();
    for step in steps {
        do_step(*step, &mut model, &mut producer, &mut consumer);
        assert_eq!(producer.stats(), model.stats(start));
        assert_eq!(consumer.stats(), model.stats(start));
    }
}

proptest! {
    #[test]
    fn is_a_bounded_queue_also_where_indices_wrap(
        before_wrap in 0..20_usize,
        steps in prop::collection::vec(step(), 0..200),
    ) {
        let start = usize::MAX - before_wrap;
        run::<1>(start, &steps);
        run::<2>(start, &steps);
        run::<8>(start, &steps);
        run::<8>(0, &steps);
    }
}

#[test]
fn dropped_stays_at_its_end() {
    let ring = EventRing::<u8, 1>::new();
    let (mut producer, _consumer) = ring.split().expect("not split before");
    assert_eq!(producer.push(1), Ok(()));
    producer
        .end_mut()
        .queue()
        .dropped()
        .set(u32::MAX as usize - 1);
    assert_eq!(producer.push(2), Err(2));
    assert_eq!(ring.stats().dropped, u32::MAX);
    assert_eq!(producer.push_slice(&[3; 9]), 0);
    let stats = ring.stats();
    assert_eq!(stats.dropped, u32::MAX);
    assert_eq!(stats.offered, stats.queued.wrapping_add(stats.dropped));
}

/// Counts how often it was rung.
struct Bell(Cell<u32>);

impl Doorbell for Bell {
    fn ring(&self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn rings_on_the_edge_only() {
    let ring = EventRing::<u8, 4>::new();
    let (mut producer, mut consumer) = ring.split().expect("not split before");
    start_at(&mut producer, &mut consumer, usize::MAX - 2);
    let bell = Bell(Cell::new(0));
    for round in 1..=5 {
        for event in 0..4 {
            assert_eq!(producer.push_ringing(event, &bell), Ok(()));
        }
        assert_eq!(producer.push_ringing(4, &bell), Err(4));
        assert_eq!(
            bell.0.get(),
            2 * round - 1,
            "once a round, and not when full"
        );
        assert_eq!(consumer.pop(), Some(0));
        assert_eq!(producer.push_ringing(4, &bell), Ok(()));
        assert_eq!(bell.0.get(), 2 * round - 1, "there was more to take");
        assert_eq!(consumer.drain(&mut [0; 9]), 4);
        assert_eq!(producer.push_slice_ringing(&[], &bell), 0);
        assert_eq!(producer.push_slice_ringing(&[5, 6], &bell), 2);
        assert_eq!(producer.push_slice_ringing(&[7], &bell), 1);
        assert_eq!(bell.0.get(), 2 * round, "once a batch, if it was empty");
        assert_eq!(consumer.drain_each(9, |_| ()), 3);
    }
}

#[test]
fn is_split_once() {
    let mut ring = EventRing::<u8, 4>::new();
    {
        let (mut producer, consumer) = ring.split().expect("not split before");
        assert_eq!(producer.push(1), Ok(()));
        assert!(ring.split().is_none());
        assert_eq!(consumer.stats().queued, 1);
    }
    assert!(ring.split().is_none(), "even after both ends are gone");
    let (_, mut consumer) = ring.split_mut();
    assert_eq!(consumer.pop(), Some(1), "what is queued stays queued");
}

#[test]
fn is_split_once_by_threads_that_race() {
    for _ in 0..200 {
        let ring = EventRing::<u8, 4>::new();
        let start = Barrier::new(4);
        let ask = || {
            start.wait();
            ring.split().is_some()
        };
        let given: usize = thread::scope(|scope| {
            let asking: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
            let answers = asking
                .into_iter()
                .map(|thread| thread.join().expect("asked"));
            answers.filter(|given| *given).count()
        });
        assert_eq!(given, 1);
    }
}

#[test]
fn a_splitter_says_yes_to_the_first_who_is_alone() {
    let splitter = Splitter::new();
    assert!(splitter.take());
    assert!(!splitter.take());
}

#[test]
fn resets_one_ring_only() {
    let (one, other) = (EventRing::<u8, 2>::new(), EventRing::<u8, 2>::new());
    let (mut producer, mut consumer) = one.split().expect("not split before");
    let (_, mut stranger) = other.split().expect("not split before");
    assert_eq!(producer.push_slice(&[1, 2, 3]), 2);
    let refused = reset(&mut producer, &mut stranger);
    assert_eq!(refused, Err(ResetError::DifferentRings));
    assert_eq!(one.stats().offered, 3, "left alone");
    assert_eq!(reset(&mut producer, &mut consumer), Ok(()));
    assert_eq!(
        one.stats(),
        Stats {
            capacity: 2,
            ..Stats::default()
        }
    );
    assert_eq!(producer.push_slice(&[4, 5, 6]), 2);
    assert_eq!(
        (consumer.pop(), consumer.pop(), consumer.pop()),
        (Some(4), Some(5), None)
    );
}

/// Pushes and pops through a ring of every size and kind of event.
fn goes_through<T: Copy + PartialEq + core::fmt::Debug + 'static, const N: usize>(event: T) {
    let ring = EventRing::<T, N>::new();
    let (mut producer, mut consumer) = ring.split().expect("not split before");
    for _ in 0..3 {
        for _ in 0..N {
            assert_eq!(producer.push(event), Ok(()));
        }
        assert_eq!(producer.push(event), Err(event));
        assert_eq!(ring.stats().queued as usize, N);
        assert_eq!(
            consumer.drain_each(N + 1, |popped| assert_eq!(popped, event)),
            N
        );
        assert_eq!(consumer.pop(), None);
    }
    assert_eq!(ring.stats().delivered as usize, 3 * N);
}

/// As aligned as an event may be on a host.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(128))]
struct Aligned(u8);

#[test]
fn holds_events_of_any_size() {
    goes_through::<(), 1>(());
    goes_through::<(), 4>(());
    goes_through::<u8, 1>(7);
    goes_through::<u8, 64>(7);
    goes_through::<[u8; 3], 2>([1, 2, 3]);
    goes_through::<[u32; 3], 8>([1, 2, 3]);
    goes_through::<u128, 4>(u128::MAX);
    goes_through::<&'static str, 16>("event");
    goes_through::<Aligned, 2>(Aligned(3));
    goes_through::<[u64; 100], 4>([9; 100]);
}
