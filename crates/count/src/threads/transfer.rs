//! One run: a producer and a consumer, each pinned to a processor.

use std::hint::spin_loop;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use count_peers::{Event, Pop, Push};

use crate::tools::Failure;

/// Events of one run, whole batches.
const EVENTS: u64 = 64 * 4096;

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
/// A full ring holds the producer up, so nothing is lost; every event is
/// compared as it comes out.
pub(super) fn run<P, C>((mut producer, mut consumer): (P, C), mode: Mode) -> Result<f64, Failure>
where
    P: Push + Send,
    C: Pop + Send,
{
    let start = Barrier::new(2);
    let (took, wrong) = thread::scope(|scope| {
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
        consumer.join().unwrap_or((Duration::MAX, EVENTS))
    });
    if wrong > 0 {
        return Err(Failure::new(format!("{wrong} events came out wrong")));
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
            Mode::Single => u64::from(producer.push(Event::nth(next))),
            Mode::Batch => producer.push_batch(next) as u64,
        };
        if accepted == 0 {
            spin_loop();
        }
        next += accepted;
    }
}

/// Takes all events and says how long that took and how many were wrong.
fn consume(consumer: &mut impl Pop, mode: Mode) -> (Duration, u64) {
    let began = Instant::now();
    let (mut next, mut wrong) = (0, 0);
    while next < EVENTS {
        let before = next;
        let mut see = |event| {
            wrong += u64::from(event != Event::nth(next));
            next += 1;
        };
        match mode {
            Mode::Single => consumer.pop().into_iter().for_each(see),
            Mode::Batch => drop(consumer.pop_batch(&mut see)),
        }
        if next == before {
            spin_loop();
        }
    }
    (began.elapsed(), wrong)
}
