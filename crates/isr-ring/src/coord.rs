//! Who may touch which slots: the rules behind every grant.
#![expect(unsafe_code, reason = "bbqueue's Coord is an unsafe trait")]

use core::cmp::min;
use core::hint::assert_unchecked;
use core::marker::PhantomData;

use bbqueue::export::ConstInit;
use bbqueue::traits::coordination::{Coord, ReadGrantError, WriteGrantError};

use crate::storage::Slot;
use crate::sync::{Cache, Index, Own, Side, Witness, cached, full_fence};

/// Hands out slots of a ring by two free-running indices.
///
/// # Invariants
///
/// 1. `tail - head`, wrapping, is the number of queued events: 0 to `N`.
/// 2. The `tail - head` slots from `head % N` on are the consumer's, the
///    others the producer's.
/// 3. `tail` is written by the producer only, `head` by the consumer only,
///    and each is published after the last access to the slots that it hands
///    over.
/// 4. `tail - head <= high_water <= N` for every `head` that the producer has
///    seen or will see. What it was granted counts as queued.
/// 5. Where the sides keep what they saw, `tail_seen` is a `tail` that was
///    published and `limit` is `head + high_water` for a `head` that was.
///
/// Unlike bbqueue's own, this has no marks for grants in progress. There must
/// be one producer and one consumer, each with one grant at a time, of which
/// the producer's is committed whole: `crate::ends` sees to it.
#[repr(C)]
#[cfg_attr(not(target_pointer_width = "64"), repr(align(16)))]
pub(crate) struct IndexCoord<T, const N: usize> {
    producer: Apart<ProducerSide>,
    consumer: Apart<ConsumerSide>,
    slots: PhantomData<fn(T)>,
    witness: Witness<N>,
}

/// What the producer writes.
struct ProducerSide {
    tail: Index,
    /// How far `tail` may run before `head` has to be looked at.
    limit: Cache,
    high_water: Own,
    dropped: Own,
}

/// What the consumer writes.
struct ConsumerSide {
    head: Index,
    /// How far `head` may run before `tail` has to be looked at.
    tail_seen: Cache,
}

/// On a host, the sides share no cache line, nor a pair of adjacent ones.
#[repr(C)]
#[cfg_attr(target_pointer_width = "64", repr(align(128)))]
struct Apart<S>(S);

impl<T: Copy + 'static, const N: usize> IndexCoord<T, N> {
    /// Bytes from slot to slot, never 0.
    pub(crate) const STRIDE: usize = size_of::<Slot<T>>();

    /// The part of an index that is the number of a slot.
    pub(crate) const MASK: usize = {
        assert!(
            N.is_power_of_two(),
            "the slots of a ring must be a power of two"
        );
        N - 1
    };

    const fn starting_at(start: usize) -> Self {
        Self {
            producer: Apart(ProducerSide {
                tail: Index::new(Side::Tail, start),
                limit: Cache::new(start),
                high_water: Own::new(0),
                dropped: Own::new(0),
            }),
            consumer: Apart(ConsumerSide {
                head: Index::new(Side::Head, start),
                tail_seen: Cache::new(start),
            }),
            slots: PhantomData,
            witness: Witness::new(),
        }
    }

    /// The producer's index.
    #[inline(always)]
    pub(crate) fn tail(&self) -> &Index {
        &self.producer.0.tail
    }

    /// The consumer's index.
    #[inline(always)]
    pub(crate) fn head(&self) -> &Index {
        &self.consumer.0.head
    }

    /// The events that did not fit.
    #[inline(always)]
    pub(crate) fn dropped(&self) -> &Own {
        &self.producer.0.dropped
    }

    /// The most events that were queued at a time.
    #[inline(always)]
    pub(crate) fn high_water(&self) -> &Own {
        &self.producer.0.high_water
    }

    /// Makes the ring empty, its indices `start`, its counts 0.
    ///
    /// Both ends must be at rest while it runs.
    pub(crate) fn restart(&self, start: usize) {
        self.producer.0.tail.publish(start);
        self.producer.0.limit.set(start);
        self.producer.0.high_water.set(0);
        self.producer.0.dropped.set(0);
        self.consumer.0.head.publish(start);
        self.consumer.0.tail_seen.set(start);
    }

    /// Finds up to `wanted` free slots, from `tail` on.
    #[inline(always)]
    fn free(&self, tail: usize, wanted: usize) -> usize {
        let producer = &self.producer.0;
        let limit = if cached() {
            producer.limit.get()
        } else {
            let head = self.consumer.0.head.observe();
            head.wrapping_add(producer.high_water.get())
        };
        if limit.wrapping_sub(tail) >= wanted {
            wanted
        } else {
            self.raise_limit(tail, wanted)
        }
    }

    /// The same where this would be a new high water, or so it seems.
    #[inline(always)]
    fn raise_limit(&self, tail: usize, wanted: usize) -> usize {
        let producer = &self.producer.0;
        let head = self.consumer.0.head.observe();
        let queued = tail.wrapping_sub(head);
        let found = min(wanted, N.wrapping_sub(queued));
        let high_water = producer.high_water.get();
        let raised = queued.wrapping_add(found).max(high_water);
        producer.high_water.set(raised);
        producer.limit.set(head.wrapping_add(raised));
        found
    }

    /// Looks for more after `head` reached what had been seen of `tail`.
    ///
    /// Before it says that there is nothing, it makes sure that the producer
    /// will find the ring empty if it has not seen that already: one of the
    /// two sees the other, whatever the order ([`full_fence`]).
    #[inline(always)]
    fn look_again(&self, head: usize) -> usize {
        let mut tail = self.producer.0.tail.observe();
        if tail == head {
            full_fence();
            tail = self.producer.0.tail.observe();
        }
        self.consumer.0.tail_seen.set(tail);
        tail
    }
}

impl<T: Copy + 'static, const N: usize> ConstInit for IndexCoord<T, N> {
    const INIT: Self = Self::starting_at(0);
}

// SAFETY: by invariant 2 a write grant, which begins at `tail % N` and is no
// longer than what is free (invariants 1 and 4), and a read grant, which
// begins at `head % N` and is no longer than what is queued, never overlap.
// Neither passes the last slot. By invariant 3 whoever gets a slot sees what
// the other end did to it. That there is one grant a side is asked of
// `crate::ends` above.
unsafe impl<T: Copy + 'static, const N: usize> Coord for IndexCoord<T, N> {
    fn reset(&self) {
        self.restart(0);
    }

    #[inline(always)]
    fn grant_max_remaining(
        &self,
        _capacity: usize,
        bytes: usize,
    ) -> Result<(usize, usize), WriteGrantError> {
        let tail = self.producer.0.tail.own();
        let slot = tail & Self::MASK;
        let wanted = min(bytes / Self::STRIDE, N - slot);
        match self.free(tail, wanted) {
            0 => Err(WriteGrantError::InsufficientSize),
            slots => Ok((slot * Self::STRIDE, slots * Self::STRIDE)),
        }
    }

    /// Grants one slot; any other size is refused.
    #[inline(always)]
    fn grant_exact(&self, _capacity: usize, bytes: usize) -> Result<usize, WriteGrantError> {
        let tail = self.producer.0.tail.own();
        if bytes != Self::STRIDE || self.free(tail, 1) == 0 {
            return Err(WriteGrantError::InsufficientSize);
        }
        Ok((tail & Self::MASK) * Self::STRIDE)
    }

    #[inline(always)]
    fn commit_inner(&self, _capacity: usize, _grant_len: usize, used: usize) {
        let tail = self.producer.0.tail.own();
        let slots = used / Self::STRIDE;
        self.witness.written(tail, slots);
        self.producer.0.tail.publish(tail.wrapping_add(slots));
    }

    #[inline(always)]
    fn read(&self) -> Result<(usize, usize), ReadGrantError> {
        let head = self.consumer.0.head.own();
        let mut tail = if cached() {
            self.consumer.0.tail_seen.get()
        } else {
            self.producer.0.tail.observe()
        };
        if tail == head {
            tail = self.look_again(head);
            if tail == head {
                return Err(ReadGrantError::Empty);
            }
        }
        let slot = head & Self::MASK;
        let slots = min(tail.wrapping_sub(head), N - slot);
        // SAFETY: `tail` is not `head`, and `slot` is below `N`.
        unsafe { assert_unchecked(slots >= 1) };
        Ok((slot * Self::STRIDE, slots * Self::STRIDE))
    }

    #[inline(always)]
    fn release_inner(&self, used: usize) {
        let head = self.consumer.0.head.own();
        let slots = used / Self::STRIDE;
        self.witness.read(head, slots);
        self.consumer.0.head.publish(head.wrapping_add(slots));
    }
}
