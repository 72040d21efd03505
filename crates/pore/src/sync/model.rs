//! The atomics of loom, each ordering of which a test may weaken.
#![expect(unsafe_code, reason = "shares loom's cells, in a model only")]

use std::cell::Cell;
use std::sync::atomic::AtomicUsize as Plain;

use loom::cell::UnsafeCell;
use loom::sync::atomic::{AtomicU32, Ordering, fence};

/// An ordering that the protocol rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The producer's store of its cursor.
    PublishProd,
    /// The consumer's load of the producer's cursor.
    ObserveProd,
    /// The consumer's store of its cursor.
    PublishCons,
    /// The producer's load of the consumer's cursor.
    ObserveCons,
    /// The fence between a cursor and the look whether the peer sleeps.
    BeforeBell,
    /// The fence between the wish to be woken and the last look.
    BeforeSleep,
    /// The store of a side's state.
    PublishState,
    /// The load of the peer's state.
    ObserveState,
}

std::thread_local! {
    /// loom runs all threads of a model on one thread of the system.
    static WEAKENED: Cell<Option<Order>> = const { Cell::new(None) };
}

/// Makes one ordering relaxed, and a fence nothing, in models from now on.
pub fn weaken(order: Option<Order>) {
    WEAKENED.set(order);
}

fn is_weak(order: Order) -> bool {
    WEAKENED.get() == Some(order)
}

/// A word of a header.
#[derive(Debug, Default)]
pub(crate) struct Word(AtomicU32);

impl Word {
    pub(crate) fn load(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn observe(&self, order: Order) -> u32 {
        let value = self.0.load(Ordering::Relaxed);
        if !is_weak(order) {
            fence(Ordering::Acquire);
        }
        value
    }

    pub(crate) fn set(&self, value: u32) {
        self.0.store(value, Ordering::Relaxed);
    }

    pub(crate) fn publish(&self, order: Order, value: u32) {
        let release = if is_weak(order) {
            Ordering::Relaxed
        } else {
            Ordering::Release
        };
        self.0.store(value, release);
    }
}

/// A word of the data. Among honest sides it is never written and read at the
/// same time: loom is told of each access, and finds those that no ordering
/// keeps apart.
#[derive(Debug)]
pub(crate) struct Data {
    value: Plain,
    witness: UnsafeCell<()>,
}

// SAFETY: loom runs the threads of a model in turns on one thread.
unsafe impl Sync for Data {}

impl Default for Data {
    fn default() -> Self {
        Self {
            value: Plain::new(0),
            witness: UnsafeCell::new(()),
        }
    }
}

impl Data {
    pub(crate) fn load(&self) -> usize {
        self.witness.with(|_| ());
        self.value.load(Ordering::Relaxed)
    }

    pub(crate) fn set(&self, value: usize) {
        self.witness.with_mut(|_| ());
        self.value.store(value, Ordering::Relaxed);
    }
}

/// Orders all earlier stores before all later loads, on both sides.
pub(crate) fn full_fence(order: Order) {
    if !is_weak(order) {
        fence(Ordering::SeqCst);
    }
}

/// Orders all earlier loads before all later ones.
pub(crate) fn acquire_fence() {
    fence(Ordering::Acquire);
}
