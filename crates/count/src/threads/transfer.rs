//! One run: a producer and a consumer, each pinned to a processor.

use std::hint::spin_loop;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use count_peers::{BATCH, Event, Pop, Push};
use tools::Failure;

/// Events of one run, whole batches: few enough to end before the scheduler
/// takes a processor away.
const EVENTS: u64 = 64 * 1024;

/// How events are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// One by one at both ends.
    Single,
    /// In batches at both ends.
    Batch,
}

/// Moves [`EVENTS`] events and returns how many millions went in a second.
///
/// A full ring holds the producer up, so nothing is lost; a sum
/// shows whether every event came out, in order.
pub(super) fn run<P, C>((mut producer, mut consumer): (P, C), mode: Mode) -> Result<f64, Failure>
where
    P: Push + Send,
    C: Pop + Send,
{
    let start = Barrier::new(2);
    let (took, sum) = thread::scope(|scope| {
        scope.spawn(|| {
            pin(0);
            start.wait();
            produce(&mut producer, mode);
        });
        let consumer = scope.spawn(|| {
            pin(1);
            start.wait();
            consume(&mut consumer, mode)
        });
        consumer.join().unwrap_or((Duration::MAX, 0))
    });
    if sum != (0..EVENTS).map(Event::nth).fold(0, add) {
        return Err(Failure::new("wrong events came out of a ring"));
    }
    Ok(EVENTS as f64 / took.as_secs_f64() / 1e6)
}

/// Pins this thread to a processor, where the system lets it.
fn pin(processor: usize) {
    let all = core_affinity::get_core_ids().unwrap_or_default();
    if let Some(id) = all.get(processor) {
        core_affinity::set_for_current(*id);
    }
}

fn produce(producer: &mut impl Push, mode: Mode) {
    let mut next = 0;
    while next < EVENTS {
        let accepted = match mode {
            // The last ones singly, where a ring has torn a batch.
            Mode::Batch if next + BATCH as u64 <= EVENTS => producer.push_batch(next) as u64,
            Mode::Batch | Mode::Single => u64::from(producer.push(Event::nth(next))),
        };
        if accepted == 0 {
            spin_loop();
        }
        next += accepted;
    }
}

/// Takes all events and says how long those after the first took, and a sum
/// over all.
fn consume(consumer: &mut impl Pop, mode: Mode) -> (Duration, u64) {
    let (mut taken, mut sum) = (0, 0);
    let mut began = Instant::now();
    while taken < EVENTS {
        let before = taken;
        let mut see = |event| {
            sum = add(sum, event);
            taken += 1;
        };
        match mode {
            Mode::Single => consumer.pop().into_iter().for_each(see),
            Mode::Batch => drop(consumer.pop_batch(&mut see)),
        }
        if before == 0 {
            began = Instant::now();
        }
        if taken == before {
            spin_loop();
        }
    }
    (began.elapsed(), sum)
}

/// Adds an event to a sum that depends on the order.
fn add(sum: u64, event: Event) -> u64 {
    event.fold(sum.rotate_left(1))
}
