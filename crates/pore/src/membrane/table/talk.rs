//! What both cores tell each other of one port.

use super::Side;
use super::entry::{Entry, Step};
use super::kept::Kept;
use super::side::of_core;
use crate::doorbell::Doorbell;
use crate::legacy::Role;
use crate::membrane::{Action, Fsm, Input, Reason, State};
use crate::memory::{OwnRegion, Region};
use crate::ring::{Config, Opening, Rights};

type Ring<'s, 't, B, const WORDS: usize> = Opening<OwnRegion<'s, WORDS>, &'t Region<WORDS>, B>;

/// What a port has in the table, and what its side keeps of it.
#[derive(Debug)]
pub(super) struct Place<'s, 't, const WORDS: usize> {
    pub(super) entry: &'t Entry,
    pub(super) regions: &'t [Region<WORDS>; 2],
    pub(super) kept: &'s Kept,
}

/// One port of one side, from the first word to the last.
#[derive(Debug)]
pub(super) struct Talk<'s, 't, B: Doorbell + Clone, const PORTS: usize, const WORDS: usize> {
    side: &'s Side<'t, B, PORTS, WORDS>,
    place: Place<'s, 't, WORDS>,
    /// What this side asked for; what it became is the protocol's.
    asked: Role,
    /// The protocol and the number of the attempt, once there is one.
    begun: Option<(Fsm, u32)>,
    /// The peer's life, once it has answered.
    met: Option<u32>,
    /// Rings that are to be met in.
    pub(super) ring: Option<Ring<'s, 't, B, WORDS>>,
    /// When the peer must be met in them.
    deadline: u64,
    over: Option<Reason>,
}

impl<'s, 't, B: Doorbell + Clone, const PORTS: usize, const WORDS: usize>
    Talk<'s, 't, B, PORTS, WORDS>
{
    pub(super) fn new(
        side: &'s Side<'t, B, PORTS, WORDS>,
        place: Place<'s, 't, WORDS>,
        asked: Role,
    ) -> Self {
        Self {
            side,
            place,
            asked,
            begun: None,
            met: None,
            ring: None,
            deadline: u64::MAX,
            over: None,
        }
    }

    fn entry(&self) -> &'t Entry {
        self.place.entry
    }

    fn peers(&self) -> Step {
        let [_, peers] = self.entry().of(self.side.core());
        Step::of(peers)
    }

    fn now(&self) -> u64 {
        self.side.now.get()
    }

    pub(super) fn allowed(&self) -> Rights {
        of_core(&self.place.kept.allowed, self.side.core()).rights
    }

    /// Why it is over, if it is.
    pub(super) fn over(&self) -> Option<Reason> {
        self.over
    }

    /// Looks what the peer has said, and goes on; true if both are connected.
    pub(super) fn advance(&mut self) -> bool {
        if self.over.is_some() {
            return false;
        }
        let word = self.peers();
        if self.is_fresh_knock(word) {
            self.begin(Role::Active, word.attempt);
        } else if self.begun.is_none() && self.asked == Role::Passive {
            let attempt = word.beyond(self.place.kept.attempt.get());
            self.begin(Role::Passive, attempt);
        }
        if let Some(input) = self.heard(word) {
            self.step(input);
        }
        self.step(Input::Tick);
        self.begun.is_some_and(|(fsm, _)| fsm.is_connected())
    }

    /// The peer opens, and this side has not, or gives way: if both opened at once, core 0 does.
    fn is_fresh_knock(&self, word: Step) -> bool {
        let kept = self.place.kept;
        if !word.knocks() || !of_core(&kept.allowed, 1 - self.side.core()).open {
            return false;
        }
        match self.begun {
            // What this side has answered before is no knock.
            None => kept.attempt.get() != word.attempt,
            Some((fsm, _)) => {
                fsm.role() == Role::Passive && fsm.is_opening() && self.side.core() == 0
            }
        }
    }

    fn begin(&mut self, role: Role, attempt: u32) {
        let (fsm, action) = Fsm::new(role, self.now(), self.side.patience());
        self.begun = Some((fsm, attempt));
        self.met = None;
        self.run(action);
    }

    /// What the peer's word means.
    fn heard(&mut self, word: Step) -> Option<Input> {
        let (fsm, attempt) = self.begun?;
        let life = self.side.peers_life();
        let is_gone = self.met.is_some_and(|met| met != life) || self.side.is_silent();
        if self.met.is_some() && (is_gone || word.attempt != attempt) {
            return Some(Input::PeerGone);
        }
        let is_both = word.knocks() && fsm.role() == Role::Passive && fsm.is_opening();
        if word.attempt != attempt || is_both {
            return None;
        }
        let state = word.state();
        if state.is_none() {
            return self.met.map(|_| Input::PeerGone);
        }
        self.met = Some(life);
        state.map(Input::Peer)
    }

    pub(super) fn step(&mut self, input: Input) {
        let now = self.now();
        let Some((fsm, _)) = &mut self.begun else {
            return;
        };
        let action = fsm.step(input, now);
        self.run(action);
    }

    fn run(&mut self, action: Action) {
        match action {
            Action::Wait => {}
            Action::Announce => self.publish(State::InitWait),
            Action::Publish(state) => self.publish(state),
            Action::Offer => {
                let done = self.make_ring();
                if done == Input::Done {
                    self.publish(State::Initialised);
                }
                self.step(done);
            }
            Action::Map => {
                let done = self.make_ring();
                self.step(done);
            }
            Action::Release(state, reason) => {
                self.over = self.over.or(reason);
                // Whoever gives up says so as well: the port is free.
                if state.is_some() || reason.is_some() {
                    self.publish(State::Closed);
                }
            }
        }
    }

    /// Begins anew in this core's region.
    fn make_ring(&mut self) -> Input {
        let core = self.side.core();
        let (mine, peer) = (
            of_core(self.place.regions, core),
            of_core(self.place.regions, 1 - core),
        );
        let config = Config {
            features: self.allowed().in_features(0),
            ..Config::default()
        };
        let kept = self.place.kept;
        let (mine, bell) = (OwnRegion::new(mine, &kept.ended), self.side.bell.clone());
        match Opening::with_epoch(mine, peer, bell, config, kept.next_epoch()) {
            Ok(ring) => {
                self.ring = Some(ring);
                self.deadline = self.now().saturating_add(u64::from(self.side.patience()));
                Input::Done
            }
            Err(_) => Input::Failed(Reason::Failed),
        }
    }

    /// Whether the peer was not met in the rings in time, though it said that it would be there.
    pub(super) fn is_late(&self) -> bool {
        self.now() >= self.deadline
    }

    fn publish(&self, state: State) {
        if let Some((_, attempt)) = self.begun {
            let core = self.side.core();
            self.place
                .kept
                .say(core, self.entry(), attempt, Some(state));
            self.side.bell.ring();
        }
    }

    /// Ends it at once, without waiting for the peer to let go.
    pub(super) fn end(&mut self, reason: Reason) {
        if self.over.is_none() {
            self.step(Input::Failed(reason));
            self.over = Some(self.over.unwrap_or(reason));
        }
    }
}

impl<B: Doorbell + Clone, const PORTS: usize, const WORDS: usize> Drop
    for Talk<'_, '_, B, PORTS, WORDS>
{
    fn drop(&mut self) {
        self.end(Reason::Here);
        if let Some(ring) = self.ring.take() {
            ring.abandon();
        }
        self.place.kept.taken.set(false);
    }
}
