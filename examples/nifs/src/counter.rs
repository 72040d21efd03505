//! Counters: resources that Erlang holds.

use avm_nif::{Raise, nif};
use avm_resource::{Counters, Resource, ResourceArc, ResourceRef};
use avm_term::vm::OutOfMemory;
use portable_atomic::{AtomicU32, Ordering};

/// Counts up.
#[derive(Debug)]
pub struct Counter(AtomicU32);

impl Counter {
    /// Hands a counter over to the VM.
    ///
    /// # Errors
    ///
    /// The VM has no memory.
    pub fn try_new(first: u32) -> Result<ResourceArc<Self>, OutOfMemory> {
        ResourceArc::try_new(Self(AtomicU32::new(first)))
    }

    /// The next number; 0 after `u32::MAX`.
    pub fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

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
    Ok(Counter::try_new(first)?)
}

/// `count(Counter)`: the next number.
#[nif]
pub fn count(counter: ResourceRef<'_, Counter>) -> u32 {
    counter.next()
}

/// `counts()`: `{Created, Alive, Dropped}` of all counters.
#[nif]
pub fn counts() -> (usize, usize, usize) {
    let counts = COUNTERS.counts();
    (counts.created, counts.alive, counts.dropped)
}
