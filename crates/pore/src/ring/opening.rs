//! How two sides meet, and meet again.

use crate::doorbell::{Bells, Doorbell};
use crate::memory::{Memory, Own};
use crate::ring::config::{Copied, own_order};
use crate::ring::half::Half;
use crate::ring::{Config, Consumer, Life, Link, OpenError, PeerConfig, Producer, State};
use crate::sync::{Order, acquire_fence, full_fence};

/// A side that waits for its peer.
///
/// Each side tells its epoch, another number whenever it begins anew. A side
/// that sees the peer's sets its own cursors to where the peer begins and
/// answers with that epoch (`seen`). They are connected once each has the other's
/// answer. So neither goes on with cursors of a life that is over.
#[derive(Debug)]
pub struct Opening<O, P, B> {
    mine: O,
    peer: P,
    bells: Bells<B>,
    config: Config,
    order: u32,
    epoch: u32,
    /// The peer's epoch and configuration, once seen.
    met: Option<(u32, PeerConfig)>,
    connected: bool,
}

impl<O: Own, P: Memory, B: Doorbell> Opening<O, P, B> {
    /// Begins an epoch in this side's region, after the one that is there, and rings. The peer may
    /// have chosen that number, if it can write there.
    ///
    /// # Errors
    ///
    /// [`OpenError::Size`] for a region that cannot be a ring.
    pub fn new(
        mine: O,
        peer: P,
        bells: impl Into<Bells<B>>,
        config: Config,
    ) -> Result<Self, OpenError> {
        let before = mine.view().header.state.epoch.load();
        Self::with_epoch(mine, peer, bells, config, before.wrapping_add(1))
    }

    /// The same with this epoch, 1 instead of 0, for who knows its number before:
    /// nothing is read of this side's region, which the peer may be able to write.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_epoch(
        mine: O,
        peer: P,
        bells: impl Into<Bells<B>>,
        config: Config,
        epoch: u32,
    ) -> Result<Self, OpenError> {
        let order = own_order(&mine.view())?;
        let opening = Self {
            mine,
            peer,
            bells: bells.into(),
            config,
            order,
            epoch: epoch.max(1),
            met: None,
            connected: false,
        };
        opening.begin();
        Ok(opening)
    }

    /// Writes the region. Whoever sees anything of it sees the epoch, too.
    fn begin(&self) {
        self.mine.ended().set(0);
        let (header, start) = (self.mine.view().header, self.config.start);
        header.state.epoch.set(self.epoch);
        full_fence(Order::PublishState);
        header.state.state.set(State::Initialising as u32);
        header.state.seen.set(0);
        header.state.err.set(0);
        header.transmit.prod.set(start);
        header.state.transmit_wake_at.set(start.wrapping_sub(1));
        self.config.write(header, self.order);
        let state = &header.state.state;
        state.publish(Order::PublishState, State::Initialised as u32);
        self.ring();
    }

    fn ring(&self) {
        self.bells.data.ring();
        self.bells.space.ring();
    }

    /// Looks how far the peer is; true once both are connected. Whoever is told
    /// false looks again when it is rung for.
    ///
    /// # Errors
    ///
    /// Why the peer cannot be met; it may come back with another epoch.
    pub fn poll(&mut self) -> Result<bool, OpenError> {
        if self.connected {
            return Ok(true);
        }
        let view = self.peer.view();
        let line = &view.header.state;
        let answer = line.seen.observe(Order::ObserveState);
        let epoch = line.epoch.observe(Order::ObserveState);
        let state = line.state.observe(Order::ObserveState);
        let copied = Copied::of(view.header);
        acquire_fence();
        let ready = state == State::Initialised as u32 || state == State::Connected as u32;
        if !ready || epoch == 0 || line.epoch.load() != epoch {
            return Ok(false);
        }
        if self.met.is_none_or(|(met, _)| met != epoch) {
            let config = copied.check(&view)?;
            self.meet(epoch, config);
        }
        if answer == self.epoch {
            self.connected = true;
            let state = &self.mine.view().header.state.state;
            state.publish(Order::PublishState, State::Connected as u32);
            self.ring();
        }
        Ok(self.connected)
    }

    /// Begins to read where the peer begins to write, and answers.
    fn meet(&mut self, epoch: u32, config: PeerConfig) {
        let header = self.mine.view().header;
        header.receive.cons.set(config.start);
        header
            .state
            .receive_wake_at
            .set(config.start.wrapping_sub(1));
        header.state.seen.publish(Order::PublishState, epoch);
        self.met = Some((epoch, config));
        self.ring();
    }

    /// The epoch of this side.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Gives up: tells the peer, and hands the regions back.
    pub fn abandon(self) -> (O, P, Bells<B>) {
        let state = &self.mine.view().header.state.state;
        state.publish(Order::PublishState, State::Closed as u32);
        self.ring();
        (self.mine, self.peer, self.bells)
    }
}

impl<O: Own + Clone, P: Memory + Clone, B: Doorbell + Clone> Opening<O, P, B> {
    /// The link, once [connected](Self::poll).
    ///
    /// # Errors
    ///
    /// Itself, when it is not.
    pub fn link(self) -> Result<Link<O, P, B>, Self> {
        let Some((epoch, config)) = self.met.filter(|_| self.connected) else {
            return Err(self);
        };
        let half = Half {
            mine: self.mine,
            peer: self.peer,
            bells: self.bells,
            epoch,
            over: None,
        };
        let start = self.config.start;
        Ok(Link {
            config,
            life: Life::new(self.epoch),
            producer: Producer {
                half: half.clone(),
                capacity: 1 << self.order,
                prod: start,
                seen: start,
            },
            consumer: Consumer {
                half,
                capacity: 1 << config.order,
                cons: config.start,
                seen: config.start,
            },
        })
    }
}
