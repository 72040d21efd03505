//! Two threads create, clone and drop: each value is dropped once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use avm_resource::{Counters, Counts, Resource, ResourceArc};
use avm_term::OwnedEnv;
use vm_host as _;

const VALUES: usize = 1_000_000;

/// A value that knows whether it is dropped.
struct Once(u64);

static COUNTERS: Counters = Counters::new();
static DROPS: AtomicUsize = AtomicUsize::new(0);

const LIVE: u64 = 0x6c69_7665_6c69_7665;

impl Resource for Once {
    const NAME: &'static str = "once";

    fn counters() -> &'static Counters {
        &COUNTERS
    }
}

impl Drop for Once {
    fn drop(&mut self) {
        assert_eq!(self.0, LIVE, "dropped twice, or never made");
        self.0 = 0;
        DROPS.fetch_add(1, Ordering::Relaxed);
    }
}

/// Makes values; every other one is dropped at once, and the rest where the other end is.
fn make(count: usize, to: &mpsc::SyncSender<ResourceArc<Once>>) {
    for turn in 0..count {
        let value = ResourceArc::try_new(Once(LIVE)).expect("memory");
        if turn % 2 == 0 {
            // Both ends let go at the same time.
            to.send(value.clone()).expect("the other end takes all");
        }
        if turn % 1000 == 0 {
            let heap = OwnedEnv::new().expect("memory");
            let term = heap.env().make(&value).expect("memory");
            drop(value);
            let again: ResourceArc<Once> = term.get().expect("it is one");
            assert_eq!(again.0, LIVE);
        }
    }
}

#[test]
fn a_million_values_from_two_threads() {
    let (to_first, first) = mpsc::sync_channel(64);
    let (to_second, second) = mpsc::sync_channel(64);
    let makers = [to_second, to_first].map(|to| thread::spawn(move || make(VALUES / 2, &to)));
    let takers = [first, second].map(|values| thread::spawn(move || values.iter().count()));
    for maker in makers {
        maker.join().expect("no panic");
    }
    let passed: usize = takers
        .into_iter()
        .map(|t| t.join().expect("no panic"))
        .sum();
    assert_eq!(passed, VALUES / 2);
    assert_eq!(DROPS.load(Ordering::Relaxed), VALUES);
    let expected = Counts {
        created: VALUES,
        alive: 0,
        dropped: VALUES,
    };
    assert_eq!(COUNTERS.counts(), expected);
}
