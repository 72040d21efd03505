//! Both ends of a side.

use core::fmt;

use crate::channel::slot::{KIND_SHIFT, bytes_of};
use crate::channel::{Receiver, Regions, Sender, Slot, WrongSlots};
use crate::doorbell::Doorbell;
use crate::memory::{Memory, Own};
use crate::ring::{Closed, Life, Link, PeerConfig};

/// A side of a channel.
///
/// Its ends may be used by two threads, each by one.
pub struct Channel<S, O, P, B> {
    /// The end that pushes.
    pub sender: Sender<S, O, P, B>,
    /// The end that pops.
    pub receiver: Receiver<S, O, P, B>,
    config: PeerConfig,
    life: Life,
}

/// What was done on a side so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Slots that were pushed.
    pub pushed: u64,
    /// Slots that were popped.
    pub popped: u64,
    /// Slots that found no room.
    pub full: u64,
    /// Slots, of either side, whose bytes are not there.
    pub rejected: u64,
}

impl<S: Slot, O: Own, P: Memory, B: Doorbell> Channel<S, O, P, B> {
    /// The channel on a link of which both sides were opened with
    /// [`Slot::config`].
    ///
    /// # Errors
    ///
    /// The peer means other slots, or they do not fit; the link is closed.
    pub fn new(mut link: Link<O, P, B>) -> Result<Self, WrongSlots> {
        if let Err(why) = agree::<S, O, P, B>(&link) {
            link.close();
            return Err(why);
        }
        Ok(Self {
            sender: Sender::new(link.producer),
            receiver: Receiver::new(link.consumer),
            config: link.config,
            life: link.life,
        })
    }

    /// The link again, to be [finished](Link::finish) or
    /// [reopened](Link::reopen).
    pub fn into_link(self) -> Link<O, P, B> {
        Link {
            producer: self.sender.producer,
            consumer: self.receiver.consumer,
            config: self.config,
            life: self.life,
        }
    }

    /// Says what packets may name, in both directions.
    pub fn set_regions(&mut self, regions: &Regions) {
        self.sender.regions = regions.clone();
        self.receiver.regions = regions.clone();
    }

    /// What both ends did so far.
    pub fn stats(&self) -> Stats {
        let (sent, taken) = (self.sender.stats(), self.receiver.stats());
        Stats {
            popped: taken.popped,
            rejected: sent.rejected.saturating_add(taken.rejected),
            ..sent
        }
    }

    /// Why the channel is over, if that is known.
    pub fn closed(&self) -> Option<Closed> {
        self.sender.closed().or_else(|| self.receiver.closed())
    }

    /// Ends it in order: the peer still pops what was pushed.
    pub fn close(&mut self) {
        self.sender.close();
        self.receiver.close();
    }

    /// Notes that the peer is known to be gone. What it had pushed is left alone.
    pub fn peer_gone(&mut self) {
        self.sender.peer_gone();
        self.receiver.peer_gone();
    }
}

/// Makes sure that both sides mean such slots.
fn agree<S: Slot, O: Own, P: Memory, B: Doorbell>(link: &Link<O, P, B>) -> Result<(), WrongSlots> {
    let (peer, own) = (link.peer(), S::config(0));
    let [kind, ..] = (peer.features >> KIND_SHIFT).to_le_bytes();
    if kind != S::KIND || peer.max_frame != own.max_frame {
        let bytes = peer.max_frame;
        return Err(WrongSlots::Peer { kind, bytes });
    }
    let smaller = link.producer.capacity().min(link.consumer.capacity());
    if smaller < bytes_of::<S>() {
        return Err(WrongSlots::Ring(smaller));
    }
    Ok(())
}

impl<S, O, P, B> fmt::Debug for Channel<S, O, P, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel")
            .field("sender", &self.sender)
            .field("receiver", &self.receiver)
            .finish_non_exhaustive()
    }
}
