//! The atomics of `core`: loads, stores and fences, nothing else.

use core::sync::atomic::{AtomicU32, AtomicUsize, Ordering, fence};

/// Which of the orderings one is; only a model has to know.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
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

/// A word of a header.
#[derive(Debug, Default)]
#[repr(transparent)]
pub(crate) struct Word(AtomicU32);

impl Word {
    pub(crate) const fn new(value: u32) -> Self {
        Self(AtomicU32::new(value))
    }

    /// Reads it where nothing else is read because of it.
    #[inline(always)]
    pub(crate) fn load(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    /// Reads it, and with it what was done before the
    /// [`publish`](Self::publish) that it sees.
    #[inline(always)]
    pub(crate) fn observe(&self, _order: Order) -> u32 {
        let value = self.0.load(Ordering::Relaxed);
        fence(Ordering::Acquire);
        value
    }

    /// Writes it where nothing is read because of it.
    #[inline(always)]
    pub(crate) fn set(&self, value: u32) {
        self.0.store(value, Ordering::Relaxed);
    }

    /// Writes it: what was done before is done for whoever observes it.
    #[inline(always)]
    pub(crate) fn publish(&self, _order: Order, value: u32) {
        self.0.store(value, Ordering::Release);
    }
}

/// A word of the data, as many bytes as the machine moves at once.
#[derive(Debug, Default)]
#[repr(transparent)]
pub(crate) struct Data(AtomicUsize);

impl Data {
    pub(crate) const fn new(value: usize) -> Self {
        Self(AtomicUsize::new(value))
    }

    #[inline(always)]
    pub(crate) fn load(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    #[inline(always)]
    pub(crate) fn set(&self, value: usize) {
        self.0.store(value, Ordering::Relaxed);
    }

    /// Where it is.
    pub(crate) fn as_ptr(&self) -> *mut u8 {
        self.0.as_ptr().cast()
    }
}

/// Orders all earlier stores before all later loads, on both sides.
#[inline(always)]
pub(crate) fn full_fence(_order: Order) {
    fence(Ordering::SeqCst);
}

/// Orders all earlier loads before all later ones.
#[inline(always)]
pub(crate) fn acquire_fence() {
    fence(Ordering::Acquire);
}
