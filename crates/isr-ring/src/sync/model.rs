//! The atomics of loom, each ordering of which a test may weaken.

use std::boxed::Box;
use std::cell::Cell;
use std::sync::atomic::AtomicUsize as PlainUsize;
use std::sync::{Arc, Mutex, PoisonError};

use loom::cell::UnsafeCell;
use loom::sync::atomic::{AtomicUsize, Ordering, fence};

use super::{Fence, Side};

/// An ordering that the protocol rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The producer's store of its index.
    PublishTail,
    /// The consumer's store of its index.
    PublishHead,
    /// The consumer's load of the producer's index.
    ObserveTail,
    /// The producer's load of the consumer's index.
    ObserveHead,
    /// The store by which a block is given back.
    PublishBlock,
    /// The load that finds a block given back.
    ObserveBlock,
    /// The fence before the producer decides whether to ring.
    BeforeBell,
    /// The fence before the consumer says that the ring is empty.
    BeforeNone,
    /// The splitter's fence after a name is left.
    BehindName,
    /// The splitter's fence after the door is closed.
    BehindDoor,
}

std::thread_local! {
    /// loom runs all threads of a model on one thread of the system.
    static WEAKENED: Cell<Option<Order>> = const { Cell::new(None) };
    static CACHED: Cell<bool> = const { Cell::new(true) };
    static EXECUTION: Cell<usize> = const { Cell::new(0) };
}

/// Makes one ordering relaxed, and a fence nothing, in models from now on.
pub fn weaken(order: Option<Order>) {
    WEAKENED.set(order);
}

/// Chooses whether the sides keep what they saw, as on a 64-bit host, or look
/// each time, as on a microcontroller.
pub fn set_cached(cached: bool) {
    CACHED.set(cached);
}

/// Begins an execution of a model: all indices are as new.
pub fn begin_execution() {
    EXECUTION.set(EXECUTION.get() + 1);
}

pub(crate) fn cached() -> bool {
    CACHED.get()
}

fn unless_weakened(order: Order, ordering: Ordering) -> Ordering {
    if WEAKENED.get() == Some(order) {
        Ordering::Relaxed
    } else {
        ordering
    }
}

/// Something of loom's that is made anew in every execution.
///
/// loom has no constants, and what it made in one execution is of no use in
/// the next; a ring is a constant and lives longer.
struct PerExecution<V>(Mutex<Option<(usize, Arc<V>)>>);

impl<V> PerExecution<V> {
    const fn new() -> Self {
        Self(Mutex::new(None))
    }

    fn get(&self, make: impl FnOnce() -> V) -> Arc<V> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = EXECUTION.get();
        match &*made {
            Some((execution, value)) if *execution == now => Arc::clone(value),
            _ => {
                let value = Arc::new(make());
                *made = Some((now, Arc::clone(&value)));
                value
            }
        }
    }
}

/// A free-running index, as the real one.
///
/// What its own side reads is kept beside loom's atomic. loom looks for other
/// orders at the last access to an atomic only; were that a side's own read
/// before its write, the other's read before that would be forgotten.
pub(crate) struct Index {
    side: Side,
    start: usize,
    both: PerExecution<(AtomicUsize, PlainUsize)>,
}

impl Index {
    pub(crate) const fn new(side: Side, start: usize) -> Self {
        let both = PerExecution::new();
        Self { side, start, both }
    }

    fn both(&self) -> Arc<(AtomicUsize, PlainUsize)> {
        let start = self.start;
        self.both
            .get(|| (AtomicUsize::new(start), PlainUsize::new(start)))
    }

    fn store(&self, index: usize, ordering: Ordering) {
        let both = self.both();
        both.1.store(index, Ordering::Relaxed);
        both.0.store(index, ordering);
    }

    pub(crate) fn own(&self) -> usize {
        self.both().1.load(Ordering::Relaxed)
    }

    pub(crate) fn glance(&self) -> usize {
        self.both().0.load(Ordering::Relaxed)
    }

    pub(crate) fn observe(&self) -> usize {
        let order = match self.side {
            Side::Tail => Order::ObserveTail,
            Side::Head => Order::ObserveHead,
            Side::Block => Order::ObserveBlock,
        };
        self.both()
            .0
            .load(unless_weakened(order, Ordering::Acquire))
    }

    pub(crate) fn set(&self, index: usize) {
        self.store(index, Ordering::Relaxed);
    }

    pub(crate) fn publish(&self, index: usize) {
        let order = match self.side {
            Side::Tail => Order::PublishTail,
            Side::Head => Order::PublishHead,
            Side::Block => Order::PublishBlock,
        };
        self.store(index, unless_weakened(order, Ordering::Release));
    }
}

/// A number of one side's. No protocol rests on it, so loom need not know.
#[derive(Debug)]
pub(crate) struct Own(PlainUsize);

impl Own {
    pub(crate) const fn new(start: usize) -> Self {
        Self(PlainUsize::new(start))
    }

    pub(crate) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn set(&self, value: usize) {
        self.0.store(value, Ordering::Relaxed);
    }
}

/// A number that several contexts write.
pub(crate) struct Word {
    start: usize,
    atomic: PerExecution<AtomicUsize>,
}

impl Word {
    pub(crate) const fn new(start: usize) -> Self {
        let atomic = PerExecution::new();
        Self { start, atomic }
    }

    fn atomic(&self) -> Arc<AtomicUsize> {
        self.atomic.get(|| AtomicUsize::new(self.start))
    }

    pub(crate) fn get(&self) -> usize {
        self.atomic().load(Ordering::Relaxed)
    }

    pub(crate) fn set(&self, value: usize) {
        self.atomic().store(value, Ordering::Relaxed);
    }
}

pub(crate) fn full_fence(at: Fence) {
    let order = match at {
        Fence::BeforeBell => Order::BeforeBell,
        Fence::BeforeNone => Order::BeforeNone,
        Fence::BehindName => Order::BehindName,
        Fence::BehindDoor => Order::BehindDoor,
    };
    if WEAKENED.get() != Some(order) {
        fence(Ordering::SeqCst);
    }
}

/// Tells loom of each access to a slot, so that it finds those that no
/// ordering keeps apart.
pub(crate) struct Witness<const N: usize>(PerExecution<Box<[UnsafeCell<()>]>>);

impl<const N: usize> Witness<N> {
    pub(crate) const fn new() -> Self {
        Self(PerExecution::new())
    }

    fn slots(&self) -> Arc<Box<[UnsafeCell<()>]>> {
        self.0.get(|| (0..N).map(|_| UnsafeCell::new(())).collect())
    }

    pub(crate) fn written(&self, tail: usize, slots: usize) {
        let cells = self.slots();
        for index in 0..slots {
            cells[tail.wrapping_add(index) % N].with_mut(|_| ());
        }
    }

    pub(crate) fn read(&self, head: usize, slots: usize) {
        let cells = self.slots();
        for index in 0..slots {
            cells[head.wrapping_add(index) % N].with(|_| ());
        }
    }
}
