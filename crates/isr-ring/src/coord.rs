//! Who may touch which slots: the rules behind every grant.
#![expect(unsafe_code, reason = "bbqueue's Coord is an unsafe trait")]

#[cfg(target_pointer_width = "64")]
use core::cell::UnsafeCell;
use core::cmp::min;
use core::marker::PhantomData;

use bbqueue::export::ConstInit;
use bbqueue::traits::coordination::{Coord, ReadGrantError, WriteGrantError};

use crate::apart::Apart;
use crate::storage::Slot;
use crate::sync::{Fence, Index, Own, Side, Witness, cached, full_fence};

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
/// A grant is refused as soon as what the side has seen is used up; to look
/// again is up to the side, which is off the fast path then.
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
}

/// What the consumer writes.
struct ConsumerSide {
    head: Index,
    /// How far `head` may run before `tail` has to be looked at.
    tail_seen: Cache,
}

/// What one side last saw of the other's index, where that is [`cached`].
///
/// # Invariants
///
/// It is used by its own side only, and by whoever holds both ends.
struct Cache {
    #[cfg(target_pointer_width = "64")]
    index: UnsafeCell<usize>,
}

// SAFETY: by its invariant it is not used by two threads at a time.
unsafe impl Sync for Cache {}

impl Cache {
    #[cfg_attr(not(target_pointer_width = "64"), expect(unused_variables))]
    const fn new(index: usize) -> Self {
        Self {
            #[cfg(target_pointer_width = "64")]
            index: UnsafeCell::new(index),
        }
    }

    /// # Safety
    ///
    /// The caller is, or has, the side to which this belongs.
    #[inline(always)]
    unsafe fn get(&self) -> usize {
        #[cfg(target_pointer_width = "64")]
        // SAFETY: asked of the caller, so nobody writes it meanwhile.
        return unsafe { *self.index.get() };
        #[cfg(not(target_pointer_width = "64"))]
        0
    }

    /// # Safety
    ///
    /// The caller is, or has, the side to which this belongs.
    #[inline(always)]
    #[cfg_attr(not(target_pointer_width = "64"), expect(unused_variables))]
    unsafe fn set(&self, index: usize) {
        #[cfg(target_pointer_width = "64")]
        // SAFETY: asked of the caller, so nobody uses it meanwhile.
        unsafe {
            *self.index.get() = index;
        }
    }
}

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

    /// The most events that were queued at a time.
    #[inline(always)]
    pub(crate) fn high_water(&self) -> &Own {
        &self.producer.0.high_water
    }

    /// Makes the ring empty, its indices `start`, its counts 0.
    ///
    /// # Safety
    ///
    /// The caller has both ends.
    pub(crate) unsafe fn restart(&self, start: usize) {
        let (producer, consumer) = (&self.producer.0, &self.consumer.0);
        producer.tail.publish(start);
        producer.high_water.set(0);
        // SAFETY: the caller has the producer.
        unsafe { producer.limit.set(start) };
        consumer.head.publish(start);
        // SAFETY: the caller has the consumer.
        unsafe { consumer.tail_seen.set(start) };
    }

    /// How far `tail` may run as far as the producer has seen.
    #[inline(always)]
    fn limit(&self) -> usize {
        let producer = &self.producer.0;
        if cached() {
            // SAFETY: only the producer asks for free slots.
            unsafe { producer.limit.get() }
        } else {
            let head = self.consumer.0.head.observe();
            head.wrapping_add(producer.high_water.get())
        }
    }

    /// Looks for up to `wanted` free slots, after `tail` came to the limit;
    /// false if there is none. For the producer, who then must write as many
    /// events as it can.
    #[inline(always)]
    pub(crate) fn raise_limit(&self, wanted: usize) -> bool {
        let producer = &self.producer.0;
        let head = self.consumer.0.head.observe();
        let queued = producer.tail.own().wrapping_sub(head);
        let raised = min(queued.saturating_add(wanted), N);
        let high_water = raised.max(producer.high_water.get());
        producer.high_water.set(high_water);
        // SAFETY: only the producer asks for free slots.
        unsafe { producer.limit.set(head.wrapping_add(high_water)) };
        queued < N
    }

    /// How far `head` may run as far as the consumer has seen.
    #[inline(always)]
    fn tail_seen(&self) -> usize {
        if cached() {
            // SAFETY: only the consumer asks for queued events.
            unsafe { self.consumer.0.tail_seen.get() }
        } else {
            self.producer.0.tail.observe()
        }
    }

    /// Looks for events after `head` came to the last that had been seen;
    /// false if there is none. For the consumer.
    ///
    /// Before it says so it makes sure that one side sees the other, whatever
    /// happens at the same time: either this sees the event that is being
    /// pushed, or the producer will see that all before it have been taken
    /// (`Producer::ring_after`).
    #[inline(always)]
    pub(crate) fn look_again(&self) -> bool {
        let head = self.consumer.0.head.own();
        let mut tail = head;
        if cached() {
            tail = self.producer.0.tail.observe();
        }
        if tail == head {
            full_fence(Fence::BeforeNone);
            tail = self.producer.0.tail.observe();
        }
        // SAFETY: only the consumer asks for queued events.
        unsafe { self.consumer.0.tail_seen.set(tail) };
        tail != head
    }
}

impl<T: Copy + 'static, const N: usize> ConstInit for IndexCoord<T, N> {
    const INIT: Self = Self::starting_at(0);
}

// SAFETY: loom runs the threads of a model in turns on one thread. Without it
// the coordination is `Sync` by itself.
#[cfg(avm_loom)]
unsafe impl<T, const N: usize> Sync for IndexCoord<T, N> {}

// SAFETY: by invariant 2 a write grant, which begins at `tail % N` and is no
// longer than what is free (invariants 1 and 4), and a read grant, which
// begins at `head % N` and is no longer than what is queued, never overlap.
// Neither passes the last slot. By invariant 3 whoever gets a slot sees what
// the other end did to it. That there is one grant a side is asked of
// `crate::ends` above.
unsafe impl<T: Copy + 'static, const N: usize> Coord for IndexCoord<T, N> {
    /// Does nothing: a ring is reset by who has both ends, see
    /// [`restart`](IndexCoord::restart).
    fn reset(&self) {}

    #[inline(always)]
    fn grant_max_remaining(
        &self,
        _capacity: usize,
        bytes: usize,
    ) -> Result<(usize, usize), WriteGrantError> {
        let tail = self.producer.0.tail.own();
        let slot = tail & Self::MASK;
        let wanted = min(bytes / Self::STRIDE, N - slot);
        match min(wanted, self.limit().wrapping_sub(tail)) {
            0 => Err(WriteGrantError::InsufficientSize),
            slots => Ok((slot * Self::STRIDE, slots * Self::STRIDE)),
        }
    }

    /// Grants one slot; any other size is refused.
    #[inline(always)]
    fn grant_exact(&self, _capacity: usize, bytes: usize) -> Result<usize, WriteGrantError> {
        let tail = self.producer.0.tail.own();
        if bytes != Self::STRIDE || tail == self.limit() {
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
        let tail = self.tail_seen();
        if tail == head {
            return Err(ReadGrantError::Empty);
        }
        let slot = head & Self::MASK;
        // One less of each, so that the optimiser sees that there is one.
        let more = min(tail.wrapping_sub(head).wrapping_sub(1), Self::MASK - slot);
        let bytes = (more + 1) * Self::STRIDE;
        Ok((slot * Self::STRIDE, bytes))
    }

    #[inline(always)]
    fn release_inner(&self, used: usize) {
        let head = self.consumer.0.head.own();
        let slots = used / Self::STRIDE;
        self.witness.read(head, slots);
        self.consumer.0.head.publish(head.wrapping_add(slots));
    }
}
