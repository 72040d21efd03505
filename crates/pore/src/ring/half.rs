//! What both halves of a link do: look at the peer, end, ring.

use crate::doorbell::{Bells, Doorbell};
use crate::layout::StateLine;
use crate::memory::{Memory, Own, View};
use crate::ring::wake::passed;
use crate::ring::{Closed, Protocol, State};
use crate::sync::{Order, Word, acquire_fence, full_fence};

/// The regions as one half of a link has them.
#[derive(Clone, Debug)]
pub(crate) struct Half<O, P, B> {
    pub(crate) mine: O,
    pub(crate) peer: P,
    pub(crate) bells: Bells<B>,
    /// The epoch of the peer that this half belongs to.
    pub(crate) epoch: u32,
    /// Why it is over, once it is.
    pub(crate) over: Option<Closed>,
}

impl<O: Own, P: Memory, B: Doorbell> Half<O, P, B> {
    #[inline(always)]
    pub(crate) fn mine(&self) -> View<'_> {
        self.mine.view()
    }

    #[inline(always)]
    pub(crate) fn peer(&self) -> View<'_> {
        self.peer.view()
    }

    /// Makes sure that this side has not ended it.
    #[inline(always)]
    pub(crate) fn open(&mut self) -> Result<(), Closed> {
        match (self.over, self.mine.ended().code()) {
            (None, 0) => Ok(()),
            (over, code) => Err(self.keep(over.unwrap_or_else(|| ended_here(code)))),
        }
    }

    /// Notes why it is over.
    #[cold]
    pub(crate) fn keep(&mut self, why: Closed) -> Closed {
        *self.over.get_or_insert(why)
    }

    /// Makes sure that what was read before is of the peer's epoch.
    #[inline(always)]
    pub(crate) fn same_epoch(&mut self) -> Result<(), Closed> {
        acquire_fence();
        if self.peer().header.state.epoch.load() == self.epoch {
            return Ok(());
        }
        Err(self.keep(Closed::Restarted))
    }

    /// What the peer says of itself; nothing is noted unless it is impossible.
    #[inline(always)]
    pub(crate) fn peer_state(&mut self) -> Result<(), Closed> {
        let line = &self.peer().header.state;
        let state = line.state.observe(Order::ObserveState);
        if line.epoch.load() != self.epoch {
            return Err(Closed::Restarted);
        }
        if state == State::Connected as u32 || state == State::Initialised as u32 {
            return Ok(());
        }
        Err(self.peer_left(state))
    }

    #[cold]
    fn peer_left(&mut self, state: u32) -> Closed {
        if state != State::Closing as u32 && state != State::Closed as u32 {
            return self.impossible(Protocol::State);
        }
        match self.peer().header.state.err.load() {
            0 => Closed::Peer,
            err => Closed::PeerError(err),
        }
    }

    /// Ends it for what the peer wrote, unless it wrote so because it began anew.
    #[cold]
    pub(crate) fn impossible(&mut self, what: Protocol) -> Closed {
        if let Err(restarted) = self.same_epoch() {
            return restarted;
        }
        self.end(what.code());
        self.keep(Closed::Protocol(what))
    }

    /// Tells the peer that it is over, and the other half of this side.
    pub(crate) fn end(&self, err: u32) {
        self.mine.ended().set(err.max(1));
        let line: &StateLine = &self.mine().header.state;
        line.err.set(err);
        line.state
            .publish(Order::PublishState, State::Closing as u32);
        self.bells.data.ring_end();
        self.bells.space.ring_end();
    }

    /// Closes it in order, if it is open.
    pub(crate) fn close(&mut self) {
        if self.open().is_ok() {
            self.end(0);
            self.keep(Closed::Here);
        }
    }

    /// Whether the peer has to be woken, after a cursor went from `old` to `new`.
    #[inline(always)]
    pub(crate) fn is_awaited(wake_at: &Word, old: u32, new: u32) -> bool {
        full_fence(Order::BeforeBell);
        passed(wake_at.load(), old, new)
    }
}

/// Why the other half of this side has ended it, by what it noted.
#[cold]
fn ended_here(code: u32) -> Closed {
    Protocol::from_code(code).map_or(Closed::Here, Closed::Protocol)
}
