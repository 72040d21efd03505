//! The protocol of one side, without memory, store or clock of its own.

use core::fmt;

use super::{Breach, State};
use crate::legacy::Role;

/// Why a pore is over, or never came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// This side closed it.
    Here,
    /// The peer closed it in order.
    Peer,
    /// The peer refused, before there was a pore: nobody listens there, it has no room, it could
    /// not.
    Refused,
    /// The peer vanished.
    Gone,
    /// The peer took longer than it may.
    TimedOut,
    /// The peer did what no honest one does.
    Protocol(Breach),
    /// This side could not: no memory, no descriptors, the store refused.
    Failed,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here => f.write_str("closed by this side"),
            Self::Peer => f.write_str("closed by the peer"),
            Self::Refused => f.write_str("refused by the peer"),
            Self::Gone => f.write_str("the peer is gone"),
            Self::TimedOut => f.write_str("the peer took too long"),
            Self::Protocol(breach) => write!(f, "the peer said {breach}"),
            Self::Failed => f.write_str("this side could not"),
        }
    }
}

impl core::error::Error for Reason {}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The peer's state was looked at: this is it, or what stands in its place.
    Peer(Result<State, Breach>),
    /// There is no peer any more.
    PeerGone,
    /// [`Action::Offer`] or [`Action::Map`] was done.
    Done,
    /// Something could not be done, for this reason.
    Failed(Reason),
    /// The owner wants to end it.
    Close,
    /// Time went by.
    Tick,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "the protocol goes on as if it were done"]
pub enum Action {
    /// Nothing, until something happens.
    Wait,
    /// Tell the peer of this side and of its state, [`State::InitWait`].
    Announce,
    /// Tell the peer this state.
    Publish(State),
    /// Make memory and doorbell, and tell the peer of them and of [`State::Initialised`]; then
    /// [`Input::Done`].
    Offer,
    /// Take what the peer offers; then [`Input::Done`].
    Map,
    /// Let go of the memory, if any is held; tell the peer this state, if any; and if there is a
    /// reason it is over: leave nothing behind.
    Release(Option<State>, Option<Reason>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Until the peer's first word.
    Opening,
    /// The owner of this makes or maps memory.
    Busy,
    /// Until the peer is ready.
    Agreeing,
    Connected,
    /// Until the peer has let go.
    Closing,
    Over,
}

/// One side of one pore.
#[derive(Clone, Copy, Debug)]
pub struct Fsm {
    role: Role,
    phase: Phase,
    own: State,
    peer: Option<State>,
    /// What will be said when it is over in order.
    reason: Reason,
    /// How long the peer may take for each answer, and until when for this one.
    patience: u32,
    deadline: u64,
}

impl Fsm {
    /// A side that begins now, and what it does first. The peer may take `patience` for each of its
    /// answers, in the unit of `now`.
    pub const fn new(role: Role, now: u64, patience: u32) -> (Self, Action) {
        let (own, action) = match role {
            Role::Active => (State::Initialising, Action::Publish(State::Initialising)),
            Role::Passive => (State::InitWait, Action::Announce),
        };
        let fsm = Self {
            role,
            phase: Phase::Opening,
            own,
            peer: None,
            reason: Reason::Peer,
            patience,
            deadline: now.saturating_add(patience as u64),
        };
        (fsm, action)
    }

    /// Takes note of what happened; what is to be done.
    pub fn step(&mut self, input: Input, now: u64) -> Action {
        match (self.phase, input) {
            (Phase::Over, _) => Action::Wait,
            (_, Input::Peer(Ok(state))) => self.peer_is(state, now),
            (_, Input::Peer(Err(breach))) => self.end(Reason::Protocol(breach)),
            // It had no more to say.
            (Phase::Closing, Input::PeerGone) => self.end(self.reason),
            (_, Input::PeerGone) => self.end(Reason::Gone),
            (Phase::Busy, Input::Done) => self.done(now),
            (_, Input::Failed(reason)) => self.end(reason),
            (_, Input::Close) => self.close(now),
            (Phase::Opening | Phase::Agreeing | Phase::Closing, Input::Tick)
                if now >= self.deadline =>
            {
                self.end(Reason::TimedOut)
            }
            (_, Input::Done | Input::Tick) => Action::Wait,
        }
    }

    fn peer_is(&mut self, state: State, now: u64) -> Action {
        if self.peer == Some(state) {
            return Action::Wait;
        }
        let other = match self.role {
            Role::Active => Role::Passive,
            Role::Passive => Role::Active,
        };
        if !state.may_follow(other, self.peer, self.own) {
            return self.end(Reason::Protocol(Breach::Order(self.peer, state)));
        }
        self.peer = Some(state);
        match (self.role, self.phase, state) {
            (Role::Passive, Phase::Opening, State::Initialised) => self.busy(Action::Map),
            (Role::Active, Phase::Opening, State::InitWait) => self.busy(Action::Offer),
            (Role::Passive, Phase::Agreeing, State::Connected) => {
                self.phase = Phase::Connected;
                Action::Wait
            }
            (Role::Active, Phase::Agreeing, State::Connected) => {
                self.phase = Phase::Connected;
                self.publish(State::Connected)
            }
            // The first chart, second line.
            (Role::Passive, Phase::Closing, State::Closing) => Action::Wait,
            (Role::Passive, _, State::Closing) => self.let_go(Reason::Peer, now),
            (Role::Passive, Phase::Closing, State::Closed) => self.end(self.reason),
            (Role::Active, Phase::Closing, State::Closed) => self.end_closed(self.reason),
            (_, Phase::Opening | Phase::Busy | Phase::Agreeing, State::Closed) => {
                self.end_closed(Reason::Refused)
            }
            // The second chart, second line.
            (_, _, State::Closed) => self.end_closed(Reason::Peer),
            _ => Action::Wait,
        }
    }

    fn done(&mut self, now: u64) -> Action {
        self.phase = Phase::Agreeing;
        self.be_patient(now);
        match self.role {
            Role::Passive => self.publish(State::Connected),
            Role::Active => {
                self.own = State::Initialised;
                Action::Wait
            }
        }
    }

    fn close(&mut self, now: u64) -> Action {
        match (self.phase, self.role) {
            (Phase::Opening | Phase::Busy, _) => self.end(Reason::Here),
            (Phase::Closing | Phase::Over, _) => Action::Wait,
            (_, Role::Passive) => self.let_go(Reason::Here, now),
            (_, Role::Active) => {
                self.phase = Phase::Closing;
                self.reason = Reason::Here;
                self.be_patient(now);
                self.publish(State::Closing)
            }
        }
    }

    /// The passive side unmaps, says so, and waits for the active one.
    fn let_go(&mut self, reason: Reason, now: u64) -> Action {
        self.phase = Phase::Closing;
        self.reason = reason;
        self.own = State::Closed;
        self.be_patient(now);
        Action::Release(Some(State::Closed), None)
    }

    fn end_closed(&mut self, reason: Reason) -> Action {
        self.phase = Phase::Over;
        self.own = State::Closed;
        Action::Release(Some(State::Closed), Some(reason))
    }

    fn end(&mut self, reason: Reason) -> Action {
        self.phase = Phase::Over;
        Action::Release(None, Some(reason))
    }

    fn busy(&mut self, action: Action) -> Action {
        self.phase = Phase::Busy;
        action
    }

    fn publish(&mut self, state: State) -> Action {
        self.own = state;
        Action::Publish(state)
    }

    fn be_patient(&mut self, now: u64) {
        self.deadline = now.saturating_add(u64::from(self.patience));
    }

    /// Which side it is.
    pub fn role(&self) -> Role {
        self.role
    }

    /// How far this side is.
    pub fn state(&self) -> State {
        self.own
    }

    /// How far the peer is, as far as it has said.
    pub fn peer(&self) -> Option<State> {
        self.peer
    }

    /// Whether both sides are ready.
    pub fn is_connected(&self) -> bool {
        self.phase == Phase::Connected
    }

    /// Whether nothing was agreed yet: a side that opens may still give way to its peer.
    pub fn is_opening(&self) -> bool {
        self.phase == Phase::Opening
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// When to [`Tick`](Input::Tick) at the latest, if ever.
    pub fn deadline(&self) -> Option<u64> {
        let waits = matches!(
            self.phase,
            Phase::Opening | Phase::Agreeing | Phase::Closing
        );
        waits.then_some(self.deadline)
    }
}
