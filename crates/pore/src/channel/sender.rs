//! The end that pushes.

use core::fmt;
use core::marker::PhantomData;

use crate::channel::slot::bytes_of;
use crate::channel::{PushError, Regions, Slot, Stats};
use crate::doorbell::Doorbell;
use crate::memory::{Memory, Own};
use crate::ring::{Closed, Producer, Wake};

/// The end of a channel that pushes. There is one on each side; it is not `Clone`.
pub struct Sender<S, O, P, B> {
    /// What packets may name.
    pub regions: Regions,
    pub(crate) producer: Producer<O, P, B>,
    stats: Stats,
    slots: PhantomData<fn(S)>,
}

impl<S: Slot, O: Own, P: Memory, B: Doorbell> Sender<S, O, P, B> {
    pub(crate) fn new(producer: Producer<O, P, B>) -> Self {
        Self {
            regions: Regions::new(),
            producer,
            stats: Stats::default(),
            slots: PhantomData,
        }
    }

    /// Slots that the ring holds, all of which can be used.
    pub fn capacity(&self) -> u32 {
        self.producer.capacity() / bytes_of::<S>()
    }

    /// Slots that there is room for now.
    ///
    /// # Errors
    ///
    /// Why the channel is over.
    pub fn room(&mut self) -> Result<u32, Closed> {
        Ok(self.producer.free()? / bytes_of::<S>())
    }

    /// Pushes a slot.
    ///
    /// # Errors
    ///
    /// It was not pushed, and why.
    #[inline]
    pub fn push(&mut self, slot: S) -> Result<(), PushError> {
        self.push_all(&[slot]).map(|_| ())
    }

    /// Pushes as many of these slots as there is room for, at one blow for the
    /// peer, and tells how many. A slot that is refused ends the batch before it.
    ///
    /// # Errors
    ///
    /// Not even the first was pushed, and why.
    pub fn push_all(&mut self, slots: &[S]) -> Result<usize, PushError> {
        let wanted = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        let wanted = wanted.saturating_mul(bytes_of::<S>());
        let mut claim = self.producer.claim(wanted)?;
        let (mut count, mut refused) = (0, None);
        for slot in slots {
            if claim.room() < bytes_of::<S>() {
                refused = Some(PushError::Full);
            } else if let Err(why) = slot.check(&self.regions) {
                refused = Some(PushError::Rejected(why));
            }
            if refused.is_some() {
                break;
            }
            claim.put(slot.to_bytes().as_ref());
            count += 1;
        }
        claim.commit();
        self.note(count, refused)
    }

    /// Counts what became of a batch.
    fn note(&mut self, count: usize, refused: Option<PushError>) -> Result<usize, PushError> {
        self.stats.pushed += count as u64;
        match refused {
            Some(why) if count == 0 => {
                let full = why == PushError::Full;
                self.stats.full += u64::from(full);
                self.stats.rejected += u64::from(!full);
                Err(why)
            }
            _ => Ok(count),
        }
    }

    /// Asks to be rung for when there is room for so many slots; more than the
    /// ring has are as many as it has. The count of [`Wake::Now`] is of slots.
    ///
    /// # Errors
    ///
    /// Why the channel is over.
    pub fn notify_when(&mut self, room: u32) -> Result<Wake, Closed> {
        let wanted = room.clamp(1, self.capacity().max(1));
        let wake = self.producer.notify_when(wanted * bytes_of::<S>())?;
        Ok(match wake {
            Wake::Now(bytes) => Wake::Now(bytes / bytes_of::<S>()),
            Wake::Armed => Wake::Armed,
        })
    }

    /// What this end did so far.
    pub fn stats(&self) -> Stats {
        self.stats
    }

    /// Why the channel is over, if that is known.
    pub fn closed(&self) -> Option<Closed> {
        self.producer.closed()
    }

    /// Rings the peer's bell for data, whether or not it waits for that.
    pub fn poke(&self) {
        self.producer.poke();
    }

    /// Ends the channel in order: the peer still pops what was pushed.
    pub fn close(&mut self) {
        self.producer.close();
    }

    /// Notes that the peer is known to be gone.
    pub fn peer_gone(&mut self) {
        self.producer.peer_gone();
    }
}

impl<S, O, P, B> fmt::Debug for Sender<S, O, P, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("regions", &self.regions)
            .field("stats", &self.stats)
            .finish_non_exhaustive()
    }
}
