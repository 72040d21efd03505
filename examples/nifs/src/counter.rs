//! Counters: resources that Erlang holds.

use avm_nif::{Raise, nif};
use avm_resource::{Counters, Resource, ResourceArc, ResourceRef};
use portable_atomic::{AtomicU32, Ordering};

/// Counts up.
#[derive(Debug)]
pub struct Counter(AtomicU32);

/// The counters that there were and are.
pub static COUNTERS: Counters = Counters::new();

impl Resource for Counter {
    const NAME: &'static str = "counter";

    fn counters() -> &'static Counters {
        &COUNTERS
    }
}

/// `new_counter(First)`: a counter.
#[nif]
pub fn new_counter(first: u32) -> Result<ResourceArc<Counter>, Raise> {
    Ok(ResourceArc::try_new(Counter(AtomicU32::new(first)))?)
}

/// `count(Counter)`: the next number.
#[nif]
pub fn count(counter: ResourceRef<'_, Counter>) -> u32 {
    counter.0.fetch_add(1, Ordering::Relaxed)
}

/// `counts()`: `{Created, Alive, Dropped}` of all counters.
#[nif]
pub fn counts() -> (usize, usize, usize) {
    let counts = COUNTERS.counts();
    (counts.created, counts.alive, counts.dropped)
}
