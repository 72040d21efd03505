//! Runs a scenario in all its executions and counts them.

use std::sync::{Mutex, PoisonError};

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
    loom_testing::explore(preemptions, move || {
        model::begin_execution();
        run();
    })
}

/// Explores with one ordering weakened; the model has to notice.
pub(crate) fn expect_caught(order: Order, explore: impl Fn() -> usize) {
    loom_testing::expect_caught(order, model::weaken, explore);
}
