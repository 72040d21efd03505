//! Who may touch which bytes: the rules behind every grant of them.
#![expect(unsafe_code, reason = "bbqueue's Coord is an unsafe trait")]

use core::cmp::min;

use bbqueue::export::ConstInit;
use bbqueue::traits::coordination::{Coord, ReadGrantError, WriteGrantError};

use super::ByteStats;
use crate::apart::Apart;
use crate::sync::{Index, Own, Side, Witness};

/// Hands out runs of the `N` bytes of a ring.
///
/// Both indices count bytes and run freely, so they are the totals as well.
/// The bytes of one time round the ring are a lap: the first byte of a lap is
/// at place 0, the others follow without a gap. A lap may end before place
/// `N`, where a run that had to be in one piece did not fit; the rest of the
/// ring is a gap then.
///
/// # Invariants
///
/// 1. `tail - head`, wrapping, is the number of queued bytes: 0 to `N`.
/// 2. `tail` and `lap` are written by the producer only, `head` by the
///    consumer only. The indices are published after the last access to the
///    bytes that they hand over, `tail` also after `lap`.
/// 3. `lap` is the index of the first byte of the newest lap. Its bytes are at
///    the places 0 to `tail - lap`, at most `N`, of which those from `head` on
///    are queued.
/// 4. If `head` is before `lap`, the bytes between them are queued at the
///    places up to `lap_end`, which are all behind those of the newest lap.
///    So a second lap begins only once `head` has come to `lap`.
/// 5. If `head` is not `lap`, `place` is where the byte of `head` is.
///
/// As for events, there are no marks for grants in progress: there must be one
/// producer and one consumer, each with one grant at a time, which
/// `super::ends` sees to.
#[repr(C)]
#[cfg_attr(not(target_pointer_width = "64"), repr(align(16)))]
pub(crate) struct ByteCoord<const N: usize> {
    producer: Apart<ProducerSide>,
    consumer: Apart<ConsumerSide>,
    witness: Witness<N>,
}

/// What the producer writes.
struct ProducerSide {
    tail: Index,
    /// Where the newest lap begins. It is published by the `tail` behind it.
    lap: Index,
    /// Where the lap before the newest ended: a place, if there was one.
    lap_end: Own,
    /// Whether the grant in progress, once some of it is used, begins a lap.
    wraps: Own,
    high_water: Own,
    refused: Own,
}

/// What the consumer writes.
struct ConsumerSide {
    head: Index,
    /// Where the byte of `head` is.
    place: Own,
}

/// Where the producer may write.
struct Room {
    /// Where it writes next.
    place: usize,
    /// Free bytes from there on.
    ahead: usize,
    /// Free bytes from place 0 on, which could begin a lap.
    start: usize,
}

impl<const N: usize> ByteCoord<N> {
    /// Does not compile for a ring without bytes, or one so large that indices
    /// which lap each other could not be told apart.
    const FITS: () = assert!(
        0 < N && N <= usize::MAX / 4,
        "a ring has at least one byte, and no more than a quarter of what can be addressed"
    );

    /// All zeros, so that a `static` ring takes no flash for its start.
    const fn new() -> Self {
        let () = Self::FITS;
        Self {
            producer: Apart(ProducerSide {
                tail: Index::new(Side::Tail, 0),
                lap: Index::new(Side::Tail, 0),
                lap_end: Own::new(0),
                wraps: Own::new(0),
                high_water: Own::new(0),
                refused: Own::new(0),
            }),
            consumer: Apart(ConsumerSide {
                head: Index::new(Side::Head, 0),
                place: Own::new(0),
            }),
            witness: Witness::new(),
        }
    }

    /// Makes the ring empty, its indices `start`, its counts 0.
    ///
    /// # Safety
    ///
    /// The caller has both ends, and no grants.
    pub(crate) unsafe fn restart(&self, start: usize) {
        let producer = &self.producer.0;
        producer.lap.set(start);
        producer.high_water.set(0);
        producer.refused.set(0);
        producer.tail.publish(start);
        self.consumer.0.head.publish(start);
    }

    /// For the producer. By invariants 3 and 4 all that it finds is free, and
    /// stays so until the producer commits: the consumer only frees more.
    #[inline(always)]
    fn room(&self) -> Room {
        let producer = &self.producer.0;
        let tail = producer.tail.own();
        let place = tail.wrapping_sub(producer.lap.own());
        let queued = tail.wrapping_sub(self.consumer.0.head.observe());
        let (ahead, start) = if queued > place {
            (producer.lap_end.get().wrapping_sub(queued), 0)
        } else if queued == 0 {
            // Nothing is queued, and so nothing is granted to the consumer.
            (N.wrapping_sub(place), N)
        } else {
            (N.wrapping_sub(place), place.wrapping_sub(queued))
        };
        Room {
            place,
            ahead,
            start,
        }
    }

    /// Queued bytes and bytes that could be written without a gap, as the
    /// producer sees it.
    #[inline]
    pub(crate) fn fill(&self) -> (usize, usize) {
        let tail = self.producer.0.tail.own();
        let queued = tail.wrapping_sub(self.consumer.0.head.observe());
        (queued, self.vacant(tail, queued))
    }

    /// The same as the consumer sees it.
    #[inline]
    pub(crate) fn fill_seen(&self) -> (usize, usize) {
        let tail = self.producer.0.tail.observe();
        let queued = tail.wrapping_sub(self.consumer.0.head.own());
        (queued, self.vacant(tail, queued))
    }

    #[inline(always)]
    fn vacant(&self, tail: usize, queued: usize) -> usize {
        let producer = &self.producer.0;
        let newest = tail.wrapping_sub(producer.lap.glance());
        let end = if queued > newest {
            producer.lap_end.get()
        } else {
            N
        };
        end.saturating_sub(queued)
    }

    /// Counts bytes that were not written.
    #[inline(always)]
    pub(crate) fn refuse(&self, bytes: usize) {
        let refused = &self.producer.0.refused;
        refused.set(refused.get().wrapping_add(bytes));
    }

    /// The counts up to now.
    ///
    /// `head` is read first, so `tail` is not behind it.
    pub(crate) fn stats(&self) -> ByteStats {
        let producer = &self.producer.0;
        let refused = producer.refused.get() as u32;
        let head = self.consumer.0.head.observe();
        let tail = producer.tail.observe();
        let queued = min(tail.wrapping_sub(head), N);
        let high_water = producer.high_water.get().max(queued);
        ByteStats {
            offered: (tail as u32).wrapping_add(refused),
            accepted: tail as u32,
            released: tail.wrapping_sub(queued) as u32,
            queued: queued as u32,
            high_water: high_water as u32,
            capacity: N as u32,
        }
    }
}

impl<const N: usize> ConstInit for ByteCoord<N> {
    const INIT: Self = Self::new();
}

// SAFETY: loom runs the threads of a model in turns on one thread. Without it
// the coordination is `Sync` by itself.
#[cfg(avm_loom)]
unsafe impl<const N: usize> Sync for ByteCoord<N> {}

// SAFETY: a write grant is free by `room`: it begins behind the newest lap and
// ends before what is queued of the lap before, or, if there is no such, at
// `N`; or it begins at place 0 and ends before what is queued of the newest
// lap. A read grant is queued, and of one lap: it begins at `head` and ends at
// `lap` or `tail`. So they never overlap, and by invariant 2 whoever gets a
// byte sees what the other end did to it. A commit or release of nothing
// changes nothing. That there is one grant a side is asked of `super::ends`.
unsafe impl<const N: usize> Coord for ByteCoord<N> {
    /// Does nothing: a ring is reset by who has both ends, see
    /// [`restart`](ByteCoord::restart).
    fn reset(&self) {}

    /// Grants what is in one piece without a gap; of an empty ring up to all.
    #[inline(always)]
    fn grant_max_remaining(
        &self,
        _capacity: usize,
        bytes: usize,
    ) -> Result<(usize, usize), WriteGrantError> {
        let room = self.room();
        let wraps = room.ahead == 0 || (room.ahead < bytes && room.start == N);
        let (place, free) = if wraps {
            (0, room.start)
        } else {
            (room.place, room.ahead)
        };
        self.producer.0.wraps.set(wraps.into());
        match min(bytes, free) {
            0 => Err(WriteGrantError::InsufficientSize),
            granted => Ok((place, granted)),
        }
    }

    #[inline(always)]
    fn grant_exact(&self, _capacity: usize, bytes: usize) -> Result<usize, WriteGrantError> {
        let room = self.room();
        let wraps = room.ahead < bytes;
        if wraps && room.start < bytes {
            return Err(WriteGrantError::InsufficientSize);
        }
        self.producer.0.wraps.set(wraps.into());
        Ok(if wraps { 0 } else { room.place })
    }

    #[inline(always)]
    fn commit_inner(&self, _capacity: usize, _grant_len: usize, used: usize) {
        if used == 0 {
            return;
        }
        let producer = &self.producer.0;
        let tail = producer.tail.own();
        let mut place = tail.wrapping_sub(producer.lap.own());
        if producer.wraps.get() != 0 {
            producer.lap_end.set(place);
            producer.lap.set(tail);
            place = 0;
        }
        self.witness.written(place, used);
        let tail = tail.wrapping_add(used);
        let queued = tail.wrapping_sub(self.consumer.0.head.glance());
        producer
            .high_water
            .set(producer.high_water.get().max(queued));
        producer.tail.publish(tail);
    }

    #[inline(always)]
    fn read(&self) -> Result<(usize, usize), ReadGrantError> {
        let consumer = &self.consumer.0;
        let head = consumer.head.own();
        let queued = self.producer.0.tail.observe().wrapping_sub(head);
        if queued == 0 {
            return Err(ReadGrantError::Empty);
        }
        // A newer lap than `tail` tells of is behind all that is queued here,
        // and this one has begun then, by invariant 4.
        let to_lap = self.producer.0.lap.glance().wrapping_sub(head);
        if to_lap == 0 {
            consumer.place.set(0);
            return Ok((0, queued));
        }
        // Behind `head`, `to_lap` is a huge number.
        Ok((consumer.place.get(), min(to_lap, queued)))
    }

    #[inline(always)]
    fn release_inner(&self, used: usize) {
        if used == 0 {
            return;
        }
        let consumer = &self.consumer.0;
        let place = consumer.place.get();
        self.witness.read(place, used);
        consumer.place.set(place.wrapping_add(used));
        let head = consumer.head.own();
        consumer.head.publish(head.wrapping_add(used));
    }
}
