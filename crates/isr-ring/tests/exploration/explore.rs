//! Runs a scenario in all its executions and counts them.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, Once, PoisonError};

use isr_ring::model::{self, Order};
use isr_ring::{Consumer, EventRing, Producer};

/// The ends of a ring of `N` slots that lives on from execution to execution.
pub(crate) type Ends<const N: usize> = (Producer<'static, u8, N>, Consumer<'static, u8, N>);

/// Explores a scenario of the two ends, to the last execution, and tells how
/// many there were. It gives the ends back for the next one.
pub(crate) fn explore<const N: usize>(
    preemptions: Option<usize>,
    scenario: impl Fn(Ends<N>) -> Ends<N> + Send + Sync + 'static,
) -> usize {
    let ring: &'static EventRing<u8, N> = Box::leak(Box::default());
    let ends = ring.split().expect("not split before");
    explore_ends(preemptions, ends, move |(mut producer, mut consumer)| {
        isr_ring::reset(&mut producer, &mut consumer).expect("one ring");
        scenario((producer, consumer))
    })
}

/// Explores a scenario of any two ends, which it resets and gives back.
pub(crate) fn explore_ends<E: Send + 'static>(
    preemptions: Option<usize>,
    ends: E,
    scenario: impl Fn(E) -> E + Send + Sync + 'static,
) -> usize {
    let home = Mutex::new(Some(ends));
    check(preemptions, move || {
        let mut home = home.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = home.take().expect("the last execution left them");
        *home = Some(scenario(ends));
    })
}

/// Explores anything, and tells in how many executions.
pub(crate) fn check(preemptions: Option<usize>, run: impl Fn() + Send + Sync + 'static) -> usize {
    let executions = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&executions);
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = preemptions;
    builder.check(move || {
        counter.fetch_add(1, Relaxed);
        model::begin_execution();
        run();
    });
    executions.load(Relaxed)
}

thread_local! {
    /// Whether a panic is what this thread waits for.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps panics that are expected off the terminal.
fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !EXPECTED.get() {
                loud(info);
            }
        }));
    });
}

/// Explores with one ordering weakened; the model has to notice.
pub(crate) fn expect_caught(order: Order, explore: impl Fn() -> usize) {
    hush();
    EXPECTED.set(true);
    model::weaken(Some(order));
    let explored = catch_unwind(AssertUnwindSafe(explore));
    model::weaken(None);
    EXPECTED.set(false);
    match explored {
        Ok(executions) => panic!("{order:?} weakened went unnoticed in {executions} executions"),
        Err(_) => println!("{order:?} weakened: caught"),
    }
}
