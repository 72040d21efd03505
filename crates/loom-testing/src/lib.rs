//! Explores protocols in every order that the memory model allows, by loom.
//!
//! It is empty unless it is built with `--cfg avm_loom`. An exploration tells how many executions
//! it took, because one that took few explored nothing; and what is explored is broken in turn, and
//! must be noticed each time.

#![forbid(unsafe_code)]
#![cfg(avm_loom)]

use std::cell::Cell;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Once};

/// Loads and stores in one execution; more are a loop that does not end.
const MOST_BRANCHES: usize = 10_000;

/// Explores a scenario with at most so many preemptions, and tells in how many executions.
pub fn explore(preemptions: Option<usize>, run: impl Fn() + Send + Sync + 'static) -> usize {
    let executions = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&executions);
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = preemptions;
    builder.max_branches = MOST_BRANCHES;
    builder.check(move || {
        counter.fetch_add(1, Relaxed);
        run();
    });
    executions.load(Relaxed)
}

/// Prints how many executions there were.
///
/// # Panics
///
/// Unless there were at least `fewest`.
pub fn require(what: &str, executions: usize, fewest: usize) {
    println!("{what}: {executions} executions");
    assert!(
        executions >= fewest,
        "{what}: fewer than {fewest} executions are no exploration"
    );
}

/// Explores with one ordering weakened.
///
/// # Panics
///
/// If nobody notices.
pub fn expect_caught<O: Copy + Debug>(
    order: O,
    weaken: impl Fn(Option<O>),
    explore: impl Fn() -> usize,
) {
    hush();
    EXPECTED.set(true);
    weaken(Some(order));
    let explored = catch_unwind(AssertUnwindSafe(explore));
    weaken(None);
    EXPECTED.set(false);
    match explored {
        Ok(executions) => panic!("{order:?} weakened went unnoticed in {executions} executions"),
        Err(_) => println!("{order:?} weakened: caught"),
    }
}

thread_local! {
    /// Whether a panic is what this thread waits for.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps panics that are expected off the terminal.
fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let loud = take_hook();
        set_hook(Box::new(move |info| {
            if !EXPECTED.get() {
                loud(info);
            }
        }));
    });
}
