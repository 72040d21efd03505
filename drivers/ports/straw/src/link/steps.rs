//! What a straw does when its bell rings.

use core::ops::ControlFlow;
use std::time::{Duration, Instant};

use avm_port::{EventContext, Flow};
use avm_term::atom;
use pore::doorbell::Doorbell;
use pore::membrane::unix::{Name, Negotiation, Step, UnixPore, Wanted};
use pore::straw::{Exports, Straw};

use super::{Link, State, Told, straw};
use crate::greeting::{self, ADDRESS, Greeting};
use crate::options::Refused;
use crate::reason::Reason;
use crate::stream::{Next, Stream, unread};

/// How long a node at whose door too many stand is left alone.
const AGAIN: Duration = Duration::from_millis(5);

impl Link {
    pub(crate) fn event(&mut self, cx: EventContext<'_>) -> Flow {
        self.step(cx);
        self.tell(cx)
    }

    /// Does what can be done, and has the bell rung for the rest.
    fn step(&mut self, cx: EventContext<'_>) {
        match core::mem::replace(&mut self.state, State::Gone) {
            State::Knocking(name) => self.knock(name),
            State::Negotiating(negotiation) => self.negotiate(negotiation),
            State::Greeting(straw) => self.greet(straw),
            State::Hello(straw, node, told) => self.hold(straw, node, told),
            State::Glare if Instant::now() >= self.deadline => self.late(),
            State::Open(stream, node, told) => self.turn(cx, stream, node, told),
            same => {
                self.state = same;
                self.rearm();
            }
        }
    }

    fn late(&mut self) {
        self.over(Reason::new(atom!("timeout")), 0);
    }

    /// Has the bell rung when there is something, and when the time is up.
    fn rearm(&mut self) {
        let until = match &self.state {
            State::Knocking(_) => Some(Instant::now() + AGAIN),
            State::Open(..) => None,
            _ => Some(self.deadline),
        };
        let armed = match (&self.watch, until) {
            (Some(watch), Some(until)) => watch.rearm_until(until),
            (Some(watch), None) => watch.rearm(),
            (None, _) => Ok(()),
        };
        if armed.is_err() {
            self.bell.ring();
        }
    }

    fn knock(&mut self, name: Name) {
        if Instant::now() >= self.deadline {
            return self.late();
        }
        match Negotiation::try_begin(&name, self.settings) {
            Ok(Some(negotiation)) => {
                self.state = State::Negotiating(negotiation);
                if self.watch().is_err() {
                    return self.over(Reason::new(atom!("no_descriptors")), 0);
                }
                self.bell.ring();
            }
            Ok(None) => {
                self.state = State::Knocking(name);
                self.rearm();
            }
            Err(error) => self.over(Reason::of_unix(error), 0),
        }
    }

    fn negotiate(&mut self, negotiation: Negotiation) {
        match negotiation.step() {
            Ok(Step::Waiting(negotiation)) => {
                self.state = State::Negotiating(negotiation);
                self.rearm();
            }
            Ok(Step::Done(pore)) => {
                let mut straw = straw(pore, &self.settings, self.water);
                if Greeting::Hello(self.me.clone()).send(&mut straw).is_err() {
                    return self.over(Reason::new(atom!("out_of_memory")), 0);
                }
                self.greet(straw);
            }
            Err(error) => self.over(Reason::of_unix(error), 0),
        }
    }

    /// Reads what the peer says first.
    fn greet(&mut self, mut straw: Straw<UnixPore>) {
        let mut exports = Exports::new(1);
        let exported = exports.export(ADDRESS, ());
        let inbound = greeting::inbound(&exports);
        let mut heard = None;
        let turn = straw.turn(self.budget, &inbound, |(), message| {
            heard = Some(Greeting::of(message));
            ControlFlow::Break(())
        });
        match (exported, heard, turn) {
            (Err(_), ..) => self.over(Reason::new(atom!("out_of_memory")), 0),
            (_, Some(said), _) => self.heard(straw, said),
            (_, None, Err(closed)) => self.over(Reason::of_closed(closed), 0),
            (_, None, Ok(_)) if Instant::now() >= self.deadline => self.late(),
            (_, None, Ok(_)) => self.wait(straw),
        }
    }

    /// Waits for the peer to say something.
    fn wait(&mut self, mut straw: Straw<UnixPore>) {
        let wanted = Wanted::INPUT;
        match straw.pipe().wait(wanted, Some(Duration::ZERO)) {
            Ok(there) => {
                self.state = State::Greeting(straw);
                if there {
                    self.bell.ring();
                } else {
                    self.rearm();
                }
            }
            Err(closed) => self.over(Reason::of_ring(closed), 0),
        }
    }

    fn heard(&mut self, straw: Straw<UnixPore>, said: Option<Greeting>) {
        match (said, self.asked) {
            (Some(Greeting::Hello(node)), false) => {
                self.state = State::Hello(straw, node, Told::No);
                self.rearm();
            }
            (Some(Greeting::Welcome(node)), true) => {
                self.flow(straw, node, Told::No);
                self.bell.ring();
            }
            (Some(Greeting::Refused(Refused::Glare)), true) => {
                self.state = State::Glare;
                if self.watch().is_err() {
                    return self.over(Reason::new(atom!("no_descriptors")), 0);
                }
                self.rearm();
            }
            (Some(Greeting::Refused(why)), true) => self.over(why.reason(), 0),
            _ => self.over(Reason::with(atom!("protocol"), atom!("greeting")), 0),
        }
    }

    /// The owner is to say what becomes of it.
    fn hold(&mut self, mut straw: Straw<UnixPore>, node: String, told: Told) {
        if straw.pipe().look() != Ok(true) {
            return self.over(Reason::new(atom!("gone")), 0);
        }
        if Instant::now() >= self.deadline {
            return self.late();
        }
        self.state = State::Hello(straw, node, told);
        self.rearm();
    }

    fn turn(&mut self, cx: EventContext<'_>, mut stream: Stream, node: String, told: Told) {
        let next = match self.move_some(cx, &mut stream) {
            Err(reason) => return self.end(reason),
            Ok(next) => next,
        };
        self.state = State::Open(stream, node, told);
        match next {
            Next::More => self.bell.ring(),
            Next::Sleep => self.rearm(),
        }
    }

    /// Writes and reads, and says what then.
    fn move_some(&mut self, cx: EventContext<'_>, stream: &mut Stream) -> Result<Next, Reason> {
        let outlet = self.outlet.clone();
        let mut straw = outlet.straw();
        let Some(straw) = straw.as_mut() else {
            return Err(Reason::new(atom!("closed")));
        };
        let turned = stream.turn(straw, cx, &self.names.now());
        let turned = turned.map_err(Reason::of_closed)?;
        if turned.unblocked {
            for reply in self.waiting.drain(..) {
                reply.reply(&());
            }
        }
        if turned.next == Next::More {
            return Ok(Next::More);
        }
        stream.arm(straw).map_err(Reason::of_ring)
    }

    fn end(&mut self, reason: Reason) {
        // What is sent from here on is refused, not lost.
        self.outlet.shut();
        let unread = self.outlet.straw().as_mut().map(|it| unread(it.pipe()));
        let undelivered = self.outlet.undelivered(unread.unwrap_or(0));
        self.over(reason, undelivered);
    }
}
