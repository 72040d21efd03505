//! The half that sends.

use crate::doorbell::Doorbell;
use crate::memory::{Memory, Own};
use crate::ring::half::Half;
use crate::ring::{Claim, Closed, Protocol, Wake, copy};
use crate::sync::{Order, full_fence};

/// The half of a link that sends bytes.
///
/// A second one for the same ring does not exist: it is neither `Clone` nor made
/// by anything but its [`Link`](crate::ring::Link).
///
/// ```compile_fail
/// fn second(one: pore::ring::Producer<(), (), ()>) {
///     let _two = one.clone();
/// }
/// ```
#[derive(Debug)]
pub struct Producer<O, P, B> {
    pub(crate) half: Half<O, P, B>,
    /// Bytes of the ring.
    pub(crate) capacity: u32,
    /// Bytes written so far.
    pub(crate) prod: u32,
    /// What the peer's `cons` last was.
    pub(crate) seen: u32,
}

impl<O: Own, P: Memory, B: Doorbell> Producer<O, P, B> {
    /// Bytes of the ring, all of which can be filled.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// How many bytes can be written now.
    ///
    /// # Errors
    ///
    /// Why the pore is over.
    pub fn free(&mut self) -> Result<u32, Closed> {
        self.room(u32::MAX)
    }

    /// Writes as many of these bytes as fit, and tells how many: 0 when it is full.
    ///
    /// # Errors
    ///
    /// Why the pore is over.
    #[inline]
    pub fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed> {
        let mut claim = self.claim(u32::try_from(bytes.len()).unwrap_or(u32::MAX))?;
        claim.put(bytes);
        Ok(claim.commit() as usize)
    }

    /// Writes as much as fits of these bytes one after the other, at one blow for
    /// the peer, and tells how many there were.
    ///
    /// # Errors
    ///
    /// Why the pore is over.
    pub fn write_vectored(&mut self, parts: &[&[u8]]) -> Result<usize, Closed> {
        let wanted = parts
            .iter()
            .map(|part| part.len())
            .fold(0, usize::saturating_add);
        let mut claim = self.claim(u32::try_from(wanted).unwrap_or(u32::MAX))?;
        for part in parts {
            claim.put(part);
        }
        Ok(claim.commit() as usize)
    }

    /// Lends room for up to so many bytes, to be written in place or piece by
    /// piece, and to be published at one blow.
    ///
    /// # Errors
    ///
    /// Why the pore is over.
    pub fn claim(&mut self, most: u32) -> Result<Claim<'_, O, P, B>, Closed> {
        let room = self.room(most)?.min(most);
        Ok(Claim::new(self, room))
    }

    /// Asks to be rung for when so many bytes are free; more than the ring has
    /// are as many as it has.
    ///
    /// # Errors
    ///
    /// Why the pore is over.
    pub fn notify_when(&mut self, free: u32) -> Result<Wake, Closed> {
        let wanted = free.max(1).min(self.capacity);
        let passes = self.prod.wrapping_sub(self.capacity).wrapping_add(wanted);
        let line = &self.half.mine().header.state;
        line.transmit_wake_at.set(passes.wrapping_sub(1));
        full_fence(Order::BeforeSleep);
        let free = self.room(u32::MAX)?;
        Ok(if free >= wanted {
            Wake::Now(free)
        } else {
            Wake::Armed
        })
    }

    /// Bytes that the peer has not read, as far as it has told.
    pub fn undelivered(&self) -> u32 {
        self.prod.wrapping_sub(self.seen)
    }

    /// The region of this side.
    pub fn region(&self) -> &O {
        &self.half.mine
    }

    /// Why the pore is over, if that is known.
    pub fn closed(&self) -> Option<Closed> {
        self.half.over
    }

    /// Rings the peer's bell for data, whether or not it waits for that.
    pub fn poke(&self) {
        self.half.bells.data.ring();
    }

    /// Ends the pore in order: the peer still reads what was written.
    pub fn close(&mut self) {
        self.half.close();
    }

    /// Notes that the peer is known to be gone.
    pub fn peer_gone(&mut self) {
        self.half.keep(Closed::Gone);
    }

    /// How many bytes are free; looks again if fewer than `wanted` are known.
    #[inline]
    fn room(&mut self, wanted: u32) -> Result<u32, Closed> {
        self.half.open()?;
        if let Err(why) = self.half.peer_state() {
            return Err(self.last_look(why));
        }
        let known = self.prod.wrapping_sub(self.seen);
        let free = self.capacity.saturating_sub(known);
        if free >= wanted.min(self.capacity) {
            return Ok(free);
        }
        let line = &self.half.peer().header.receive;
        let cons = line.cons.observe(Order::ObserveCons);
        let queued = self.prod.wrapping_sub(cons);
        if queued > known {
            return Err(self.half.impossible(Protocol::RingIndex));
        }
        self.seen = cons;
        Ok(self.capacity.saturating_sub(queued))
    }

    /// It is over: sees what the peer has read, for [`undelivered`](Self::undelivered).
    #[cold]
    fn last_look(&mut self, why: Closed) -> Closed {
        if matches!(why, Closed::Peer | Closed::PeerError(_)) {
            let line = &self.half.peer().header.receive;
            let cons = line.cons.observe(Order::ObserveCons);
            let known = self.prod.wrapping_sub(self.seen);
            if self.prod.wrapping_sub(cons) <= known {
                self.seen = cons;
            }
        }
        self.half.keep(why)
    }

    /// Copies bytes behind those that are published, `filled` bytes farther on.
    #[inline]
    pub(crate) fn put(&mut self, filled: u32, bytes: &[u8]) {
        let at = self.prod.wrapping_add(filled);
        copy::store(self.half.mine().data, self.mask(), at, bytes);
    }

    /// The number of words less one.
    #[inline(always)]
    pub(crate) fn mask(&self) -> usize {
        copy::mask(self.capacity)
    }

    /// Hands over so many bytes.
    #[inline]
    pub(crate) fn publish(&mut self, bytes: u32) {
        if bytes == 0 {
            return;
        }
        let old = self.prod;
        self.prod = old.wrapping_add(bytes);
        let line = &self.half.mine().header.transmit;
        line.prod.publish(Order::PublishProd, self.prod);
        let wake_at = &self.half.peer().header.state.receive_wake_at;
        if Half::<O, P, B>::is_awaited(wake_at, old, self.prod) {
            self.half.bells.data.ring();
        }
    }
}
