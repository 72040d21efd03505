//! The half that takes.

use crate::doorbell::Doorbell;
use crate::memory::{Memory, Own};
use crate::ring::half::Half;
use crate::ring::{Closed, Grant, Protocol, Wake, copy};
use crate::sync::{Order, full_fence};

/// The half of a link that takes bytes.
///
/// It is neither `Clone` nor made by anything but its
/// [`Link`](crate::ring::Link).
///
/// ```compile_fail
/// fn second(one: pore::ring::Consumer<(), (), ()>) {
///     let _two = one.clone();
/// }
/// ```
#[derive(Debug)]
pub struct Consumer<O, P, B> {
    pub(crate) half: Half<O, P, B>,
    /// Bytes of the peer's ring.
    pub(crate) capacity: u32,
    /// Bytes read so far.
    pub(crate) cons: u32,
    /// What the peer's `prod` last was.
    pub(crate) seen: u32,
}

impl<O: Own, P: Memory, B: Doorbell> Consumer<O, P, B> {
    /// Bytes of the peer's ring, all of which it can fill.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// How many bytes can be read now.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read.
    pub fn filled(&mut self) -> Result<u32, Closed> {
        self.queued(u32::MAX)
    }

    /// Copies as many bytes as there are and as fit, and tells how many: 0 when it
    /// is empty.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read.
    #[inline]
    pub fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        let most = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let grant = self.grant(most)?;
        let count = grant.len();
        if count == 0 {
            return Ok(0);
        }
        grant.peek(0, bytes);
        grant.release(count)?;
        Ok(count as usize)
    }

    /// Lends up to so many bytes, to be looked at in place, and to be released at
    /// one blow.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read.
    pub fn grant(&mut self, most: u32) -> Result<Grant<'_, O, P, B>, Closed> {
        let len = self.queued(most)?.min(most);
        Ok(Grant::new(self, len))
    }

    /// Asks to be rung for when there are so many bytes; more than the ring has
    /// are as many as it has.
    ///
    /// # Errors
    ///
    /// Why the pore is over, once all that came before was read.
    pub fn notify_when(&mut self, filled: u32) -> Result<Wake, Closed> {
        let wanted = filled.max(1).min(self.capacity);
        let line = &self.half.mine().header.state;
        line.receive_wake_at
            .set(self.cons.wrapping_add(wanted).wrapping_sub(1));
        full_fence(Order::BeforeSleep);
        let filled = self.queued(u32::MAX)?;
        if filled >= wanted {
            return Ok(Wake::Now(filled));
        }
        self.still_there(filled)
    }

    /// Before it sleeps with bytes in the ring: a peer that left sends no more.
    fn still_there(&mut self, filled: u32) -> Result<Wake, Closed> {
        let left = self.half.peer_state().is_err();
        let filled = if left { self.queued(u32::MAX)? } else { filled };
        Ok(if left { Wake::Now(filled) } else { Wake::Armed })
    }

    /// The region of this side.
    pub fn region(&self) -> &O {
        &self.half.mine
    }

    /// Why the pore is over, if that is known.
    pub fn closed(&self) -> Option<Closed> {
        self.half.over
    }

    /// Rings the peer's bell for space, whether or not it waits for that.
    pub fn poke(&self) {
        self.half.bells.space.ring();
    }

    /// Ends the pore in order.
    pub fn close(&mut self) {
        self.half.close();
    }

    /// Notes that the peer is known to be gone.
    pub fn peer_gone(&mut self) {
        self.half.keep(Closed::Gone);
    }

    /// How many bytes there are; looks again if fewer than `wanted` are known.
    #[inline]
    fn queued(&mut self, wanted: u32) -> Result<u32, Closed> {
        self.half.open()?;
        let known = self.seen.wrapping_sub(self.cons);
        if known >= wanted.min(self.capacity) {
            return Ok(known);
        }
        match self.look()? {
            0 => self.look_whether_it_left(),
            queued => Ok(queued),
        }
    }

    /// Nothing is there: it stays so if the peer has left.
    #[inline]
    fn look_whether_it_left(&mut self) -> Result<u32, Closed> {
        let Err(why) = self.half.peer_state() else {
            return Ok(0);
        };
        // What it sent before it left is seen by now.
        match self.look()? {
            0 => Err(self.half.keep(why)),
            queued => Ok(queued),
        }
    }

    /// How many bytes there are by the peer's cursor.
    #[inline]
    fn look(&mut self) -> Result<u32, Closed> {
        let known = self.seen.wrapping_sub(self.cons);
        let line = &self.half.peer().header.transmit;
        let prod = line.prod.observe(Order::ObserveProd);
        let queued = prod.wrapping_sub(self.cons);
        if queued > self.capacity || queued < known {
            return Err(self.half.impossible(Protocol::RingIndex));
        }
        self.seen = prod;
        Ok(queued)
    }

    /// The number of words less one.
    #[inline(always)]
    pub(crate) fn mask(&self) -> usize {
        copy::mask(self.capacity)
    }

    /// Gives so many bytes back, if they were the peer's of this epoch.
    #[inline]
    pub(crate) fn release(&mut self, bytes: u32) -> Result<(), Closed> {
        if bytes == 0 {
            return Ok(());
        }
        self.half.same_epoch()?;
        let old = self.cons;
        self.cons = old.wrapping_add(bytes);
        let line = &self.half.mine().header.receive;
        line.cons.publish(Order::PublishCons, self.cons);
        let wake_at = &self.half.peer().header.state.transmit_wake_at;
        if Half::<O, P, B>::is_awaited(wake_at, old, self.cons) {
            self.half.bells.space.ring();
        }
        Ok(())
    }
}
