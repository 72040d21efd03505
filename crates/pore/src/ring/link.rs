//! Both halves of a side that is connected.

use crate::any::Wanted;
use crate::doorbell::{Bells, Doorbell};
use crate::memory::{Memory, Own};
use crate::ring::half::Half;
use crate::ring::{
    Closed, Config, Consumer, OpenError, Opening, PeerConfig, Producer, Protocol, Rights, State,
    Wake,
};
use crate::sync::Order;

/// A side that is connected.
///
/// Its halves may be used by two threads. They only ever close the pore, and
/// whoever does rings [so that the other one hears of it](Doorbell::ring_end),
/// where the bells know how. What comes after needs both of them: [`finish`](Self::finish) and
/// [`reopen`](Self::reopen).
#[derive(Debug)]
pub struct Link<O, P, B> {
    /// The half that sends.
    pub producer: Producer<O, P, B>,
    /// The half that takes.
    pub consumer: Consumer<O, P, B>,
    pub(crate) config: PeerConfig,
    pub(crate) life: Life,
}

/// What a side says of its life, which nobody else can change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Life {
    epoch: u32,
    /// How often it said that it lives.
    beats: u32,
}

impl Life {
    pub(crate) const fn new(epoch: u32) -> Self {
        Self { epoch, beats: 0 }
    }
}

impl<O: Own, P: Memory, B: Doorbell> Link<O, P, B> {
    /// What the peer said of itself.
    pub fn peer(&self) -> PeerConfig {
        self.config
    }

    /// Tells the peer that this side lives, if it watches
    /// [`peer_heartbeat`](Self::peer_heartbeat).
    pub fn beat(&mut self) {
        self.life.beats = self.life.beats.wrapping_add(1);
        let word = &self.producer.half.mine().header.state.heartbeat;
        word.set(self.life.beats);
    }

    /// A number that changes as long as the peer lives and cares to tell.
    pub fn peer_heartbeat(&self) -> u32 {
        self.producer.half.peer().header.state.heartbeat.load()
    }

    /// The state that the peer is in, if it is one.
    pub fn peer_state(&self) -> Option<State> {
        let word = &self.producer.half.peer().header.state.state;
        State::from_u32(word.observe(Order::ObserveState))
    }

    /// Keeps this side to its rights from now on.
    pub(crate) fn restrict(&mut self, rights: Rights) {
        if !rights.write {
            self.producer.half.keep(Closed::Denied);
        }
        if !rights.read {
            self.consumer.half.keep(Closed::Denied);
        }
    }

    /// The number of this side's life.
    pub fn epoch(&self) -> u32 {
        self.life.epoch
    }

    /// What this side may do.
    pub fn rights(&self) -> Rights {
        let is_open = |over: Option<Closed>| over != Some(Closed::Denied);
        Rights {
            read: is_open(self.consumer.half.over),
            write: is_open(self.producer.half.over),
        }
    }

    /// Asks for rings; true if what is wanted is there. What is there to be read comes first: a peer
    /// that has left does not hide it.
    pub(crate) fn wish(&mut self, wanted: Wanted) -> Result<bool, Closed> {
        self.nothing_came()?;
        if wanted == Wanted::END {
            return self.goes_on().map(|()| false);
        }
        if wanted.filled > 0 && self.consumer.notify_when(wanted.filled)? != Wake::Armed {
            return Ok(true);
        }
        if wanted.free == 0 {
            return Ok(false);
        }
        match self.producer.notify_when(wanted.free) {
            // What it sent before it left may have come since.
            Err(_) if wanted.filled > 0 && self.consumer.filled()? > 0 => Ok(true),
            wake => Ok(wake? != Wake::Armed),
        }
    }

    /// Makes sure that it is not over.
    fn goes_on(&mut self) -> Result<(), Closed> {
        match self.producer.free() {
            Err(Closed::Denied) => self.consumer.filled().map(drop),
            free => free.map(drop),
        }
    }

    /// The half that this side may use, of either.
    pub(crate) fn half(&mut self) -> &mut Half<O, P, B> {
        if self.producer.half.over == Some(Closed::Denied) {
            return &mut self.consumer.half;
        }
        &mut self.producer.half
    }

    /// Makes sure that the peer of a side that takes nothing has sent nothing.
    pub(crate) fn nothing_came(&mut self) -> Result<(), Closed> {
        if self.consumer.half.over != Some(Closed::Denied) {
            return Ok(());
        }
        let line = &self.producer.half.peer().header.transmit;
        if line.prod.observe(Order::ObserveProd) == self.consumer.cons {
            return Ok(());
        }
        Err(self.half().impossible(Protocol::Rights))
    }

    /// Why the pore is over, if that is known.
    pub fn closed(&self) -> Option<Closed> {
        let why = [self.consumer.closed(), self.producer.closed()];
        why.into_iter().flatten().find(|why| *why != Closed::Denied)
    }

    /// Ends the pore in order.
    pub fn close(&mut self) {
        self.producer.close();
        self.consumer.close();
    }

    /// Lets go of the regions: the peer may take them down.
    pub fn finish(mut self) -> (O, P, Bells<B>) {
        self.close();
        let half = self.producer.half;
        let state = &half.mine().header.state.state;
        state.publish(Order::PublishState, State::Closed as u32);
        half.bells.data.ring();
        half.bells.space.ring();
        (half.mine, half.peer, half.bells)
    }

    /// Begins anew on the same regions, with an epoch of its own. What was not
    /// read is lost: see [`undelivered`](Producer::undelivered).
    ///
    /// # Errors
    ///
    /// As [`Opening::new`].
    pub fn reopen(self, config: Config) -> Result<Opening<O, P, B>, OpenError> {
        let (epoch, half) = (self.life.epoch.wrapping_add(1), self.producer.half);
        Opening::with_epoch(half.mine, half.peer, half.bells, config, epoch)
    }
}
