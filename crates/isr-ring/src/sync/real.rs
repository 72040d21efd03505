//! The atomics of `core`: loads and stores, nothing else.

use core::sync::atomic::{AtomicUsize, Ordering, fence};

use super::{Fence, Side};

/// Whether each side keeps what it last saw of the other's index.
///
/// Between the cores of a 64-bit host that saves the transfer of a cache
/// line; on a microcontroller it would only cost memory.
#[inline(always)]
pub(crate) const fn cached() -> bool {
    cfg!(target_pointer_width = "64")
}

/// A free-running index that one side writes and both read.
#[derive(Debug)]
pub(crate) struct Index(AtomicUsize);

impl Index {
    /// An index that begins at `start`.
    pub(crate) const fn new(_side: Side, start: usize) -> Self {
        Self(AtomicUsize::new(start))
    }

    /// Reads it on the side that writes it, or where nothing depends on it.
    #[inline(always)]
    pub(crate) fn own(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Reads it on the other side, where nothing else is read because of it.
    #[inline(always)]
    pub(crate) fn glance(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Reads it on the other side, and with it what was done before the
    /// [`publish`](Self::publish) that it sees.
    #[inline(always)]
    pub(crate) fn observe(&self) -> usize {
        self.0.load(Ordering::Acquire)
    }

    /// Writes it on its own side, where nothing is read because of it.
    #[inline(always)]
    pub(crate) fn set(&self, index: usize) {
        self.0.store(index, Ordering::Relaxed);
    }

    /// Writes it on its own side: what was done before is done for whoever
    /// [observes](Self::observe) it.
    #[inline(always)]
    pub(crate) fn publish(&self, index: usize) {
        self.0.store(index, Ordering::Release);
    }
}

/// A number of which one side is the only writer, and the only one for whom
/// its value has to be exact.
#[derive(Debug)]
pub(crate) struct Own(AtomicUsize);

impl Own {
    /// A number that begins at `start`.
    pub(crate) const fn new(start: usize) -> Self {
        Self(AtomicUsize::new(start))
    }

    /// Reads it.
    #[inline(always)]
    pub(crate) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Writes it.
    #[inline(always)]
    pub(crate) fn set(&self, value: usize) {
        self.0.store(value, Ordering::Relaxed);
    }
}

/// A number that several contexts write.
#[allow(dead_code, reason = "for cores without compare-and-swap")]
pub(crate) type Word = Own;

/// Orders all earlier stores before all later loads, on both sides.
#[inline(always)]
pub(crate) fn full_fence(_at: Fence) {
    fence(Ordering::SeqCst);
}

/// Who watches the accesses to slots: nobody.
#[derive(Debug)]
pub(crate) struct Witness<const N: usize>;

impl<const N: usize> Witness<N> {
    pub(crate) const fn new() -> Self {
        Self
    }

    /// `slots` slots from index `tail` on have been written.
    #[inline(always)]
    pub(crate) fn written(&self, _tail: usize, _slots: usize) {}

    /// `slots` slots from index `head` on have been read.
    #[inline(always)]
    pub(crate) fn read(&self, _head: usize, _slots: usize) {}
}
