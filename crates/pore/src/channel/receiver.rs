//! The end that pops.

use core::fmt;
use core::marker::PhantomData;

use crate::channel::slot::bytes_of;
use crate::channel::{PopError, Regions, Slot, Stats};
use crate::doorbell::Doorbell;
use crate::memory::{Memory, Own};
use crate::ring::{Closed, Consumer, Protocol, Wake};

/// The end of a channel that pops. There is one on each side; it is not `Clone`.
pub struct Receiver<S, O, P, B> {
    /// What packets may name.
    pub regions: Regions,
    pub(crate) consumer: Consumer<O, P, B>,
    stats: Stats,
    slots: PhantomData<fn() -> S>,
}

impl<S: Slot, O: Own, P: Memory, B: Doorbell> Receiver<S, O, P, B> {
    pub(crate) fn new(consumer: Consumer<O, P, B>) -> Self {
        Self {
            regions: Regions::new(),
            consumer,
            stats: Stats::default(),
            slots: PhantomData,
        }
    }

    /// Slots that the peer's ring holds.
    pub fn capacity(&self) -> u32 {
        self.consumer.capacity() / bytes_of::<S>()
    }

    /// Slots that can be popped now, whether they are good or not.
    ///
    /// # Errors
    ///
    /// Why the channel is over, once all that came before was popped.
    pub fn available(&mut self) -> Result<u32, Closed> {
        let bytes = self.consumer.filled()?;
        self.whole(bytes)
    }

    /// Pops a slot.
    ///
    /// # Errors
    ///
    /// There is none, or none that can be used, and why.
    #[inline]
    pub fn pop(&mut self) -> Result<S, PopError> {
        let mut bytes = S::ZERO;
        let grant = self.consumer.grant(bytes_of::<S>())?;
        let len = grant.len();
        if len < bytes_of::<S>() {
            self.whole(len)?;
            return Err(PopError::Empty);
        }
        grant.peek(0, bytes.as_mut());
        grant.release(len)?;
        self.take(&bytes)
    }

    /// Pops as many slots as there are and as fit, at one blow for the peer, and
    /// tells how many. Those whose bytes are not there are left out and counted,
    /// so it may be 0.
    ///
    /// # Errors
    ///
    /// There was none, and why.
    pub fn pop_all(&mut self, slots: &mut [S]) -> Result<usize, PopError> {
        let fit = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        let fit = fit.min(self.capacity());
        let there = self.consumer.grant(fit * bytes_of::<S>())?.len();
        let there = self.whole(there)?;
        if there == 0 && fit > 0 {
            return Err(PopError::Empty);
        }
        let mut places = slots.iter_mut();
        let mut count = 0;
        let grant = self.consumer.grant(there * bytes_of::<S>())?;
        for number in 0..there {
            let mut bytes = S::ZERO;
            grant.peek(number * bytes_of::<S>(), bytes.as_mut());
            let slot = S::from_bytes(&bytes);
            if slot.check(&self.regions).is_ok()
                && let Some(free) = places.next()
            {
                *free = slot;
                count += 1;
            }
        }
        grant.release(there * bytes_of::<S>())?;
        self.stats.popped += count as u64;
        self.stats.rejected += (there as usize - count) as u64;
        Ok(count)
    }

    /// Looks at what was copied out of the ring.
    #[inline]
    fn take(&mut self, bytes: &S::Bytes) -> Result<S, PopError> {
        let slot = S::from_bytes(bytes);
        if let Err(why) = slot.check(&self.regions) {
            self.stats.rejected += 1;
            return Err(PopError::Rejected(why));
        }
        self.stats.popped += 1;
        Ok(slot)
    }

    /// How many slots so many bytes are; an honest peer leaves no part of one
    /// where there is no whole one.
    #[inline]
    fn whole(&mut self, bytes: u32) -> Result<u32, Closed> {
        let whole = bytes / bytes_of::<S>();
        if whole == 0 && bytes > 0 {
            return Err(self.consumer.half.impossible(Protocol::RingIndex));
        }
        Ok(whole)
    }

    /// Asks to be rung for when there are so many slots; more than the ring has
    /// are as many as it has. The count of [`Wake::Now`] is of slots.
    ///
    /// # Errors
    ///
    /// Why the channel is over, once all that came before was popped.
    pub fn notify_when(&mut self, available: u32) -> Result<Wake, Closed> {
        let wanted = available.clamp(1, self.capacity().max(1));
        let wake = self.consumer.notify_when(wanted * bytes_of::<S>())?;
        Ok(match wake {
            Wake::Now(bytes) => Wake::Now(self.whole(bytes)?),
            Wake::Armed => Wake::Armed,
        })
    }

    /// What this end did so far.
    pub fn stats(&self) -> Stats {
        self.stats
    }

    /// Why the channel is over, if that is known.
    pub fn closed(&self) -> Option<Closed> {
        self.consumer.closed()
    }

    /// Rings the peer's bell for space, whether or not it waits for that.
    pub fn poke(&self) {
        self.consumer.poke();
    }

    /// Ends the channel in order.
    pub fn close(&mut self) {
        self.consumer.close();
    }

    /// Notes that the peer is known to be gone.
    pub fn peer_gone(&mut self) {
        self.consumer.peer_gone();
    }
}

impl<S, O, P, B> fmt::Debug for Receiver<S, O, P, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver")
            .field("regions", &self.regions)
            .field("stats", &self.stats)
            .finish_non_exhaustive()
    }
}
