//! One straw: asked for, greeted, open, over.

mod news;
mod steps;

use std::time::Instant;

use avm_port::{Bell, Call, Flow, OpenContext, PortError, Reply};
use avm_resource::{ResourceArc, ResourceRef};
use avm_term::{Pid, Term, atom};
use pore::doorbell::{Doorbell, Watch};
use pore::membrane::unix::{Name, Negotiation, Settings, UnixPore};
use pore::straw::{Straw, Terms, Water};

use crate::atoms::Allowed;
use crate::greeting::Greeting;
use crate::listener::Arrival;
use crate::names::Names;
use crate::options::{self, Options, Refused, Request};
use crate::outlet::Outlet;
use crate::reason::Reason;
use crate::stream::Stream;

/// A straw, from the question for it to its end.
#[derive(Debug)]
pub(crate) struct Link {
    state: State,
    owner: Pid,
    bell: Bell,
    /// What this node calls itself.
    me: String,
    /// This node has asked for it.
    asked: bool,
    names: ResourceArc<Names>,
    outlet: ResourceArc<Outlet>,
    /// When this side takes no more to send.
    water: Water,
    settings: Settings,
    deadline: Instant,
    watch: Option<Watch>,
    allowed: Option<Allowed>,
    budget: usize,
    /// Who waits for room to send. If there is never any, they hear that the port has ended.
    waiting: Vec<Reply>,
}

#[derive(Debug)]
enum State {
    /// Too many others stand at the peer's door.
    Knocking(Name),
    /// The pore is being made.
    Negotiating(Negotiation),
    /// The pore is there, and the peer is to say something.
    Greeting(Straw<UnixPore>),
    /// The peer has said its name; the owner is to be told, or has been.
    Hello(Straw<UnixPore>, String, Told),
    /// Both have asked, and the peer's question counts: it comes, or the time is up.
    Glare,
    /// Messages flow; who has asked is to tell its owner, or has.
    Open(Stream, String, Told),
    /// It is over; the owner is to be told.
    Over(Reason, usize),
    /// In between.
    Gone,
}

/// Whether the owner knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    No,
    Yes,
}

impl Link {
    /// Asks a node for a straw.
    pub(crate) fn connect(
        node: &str,
        options: &Options<'_>,
        cx: &OpenContext<'_>,
    ) -> Result<Self, PortError> {
        let name = options::socket(node)?;
        let me = options
            .me
            .ok_or(PortError::with_atom(atom!("missing_option"), atom!("me")))?;
        options::check(me)?;
        let begun = Negotiation::try_begin(&name, options.settings());
        let state = match begun.map_err(|error| Reason::of_unix(error).error())? {
            Some(negotiation) => State::Negotiating(negotiation),
            None => State::Knocking(name),
        };
        let mut link = Self::new(state, me, true, options, cx)?;
        link.watch()?;
        Ok(link)
    }

    /// Takes a pore that a node has asked for.
    pub(crate) fn accept(
        arrival: ResourceRef<'_, Arrival>,
        options: &Options<'_>,
        cx: &OpenContext<'_>,
    ) -> Result<Self, PortError> {
        let me = options.me.unwrap_or_default();
        options::check(me)?;
        // Taken last: without memory for the rest, it can still be taken later.
        let mut link = Self::new(State::Gone, me, false, options, cx)?;
        let pore = arrival.take().ok_or(PortError::new(atom!("closed")))?;
        link.state = State::Greeting(straw(pore, &link.settings, link.water));
        link.watch()?;
        Ok(link)
    }

    fn new(
        state: State,
        me: &str,
        asked: bool,
        options: &Options<'_>,
        cx: &OpenContext<'_>,
    ) -> Result<Self, PortError> {
        let settings = options.settings();
        let allowed = Allowed::new(options.atoms.as_deref(), options.new_atoms)?;
        let link = Self {
            state,
            owner: cx.owner(),
            bell: cx.bell()?,
            me: me.into(),
            asked,
            names: options.names()?,
            outlet: ResourceArc::try_new(Outlet::new(cx.port()))?,
            water: options.water(),
            settings,
            deadline: Instant::now() + settings.timeout,
            watch: None,
            allowed: Some(allowed),
            budget: options.budget as usize,
            waiting: Vec::new(),
        };
        // What may be done at once is done once the owner has its port.
        link.bell.ring();
        Ok(link)
    }

    /// Watches what the peer rings.
    fn watch(&mut self) -> Result<(), PortError> {
        let bell = self.bell;
        let fds = match &mut self.state {
            State::Negotiating(negotiation) => negotiation.fds().to_vec(),
            State::Greeting(straw) | State::Hello(straw, ..) => straw.pipe().fds().to_vec(),
            _ => Vec::new(),
        };
        let watch = Watch::new(&fds, move || bell.ring());
        self.watch = Some(watch.map_err(|_| PortError::new(atom!("no_descriptors")))?);
        Ok(())
    }

    pub(crate) fn call(&mut self, request: &Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::Welcome => self.welcome(call),
            Request::Refuse(why) => self.refuse(*why, call),
            Request::Check => {
                let alive = self.is_alive();
                call.reply(&if alive { atom!("alive") } else { atom!("gone") })
            }
            Request::Send((name, message)) => self.send(*name, *message, call),
            Request::Room => self.room(call),
            Request::GetStats => match &mut self.state {
                State::Open(stream, ..) => match stream.stats() {
                    Some(stats) => call.reply(&(atom!("stats"), stats)),
                    None => call.error(&atom!("not_open")),
                },
                _ => call.error(&atom!("not_open")),
            },
            _ => call.error(&atom!("not_a_listener")),
        }
    }

    fn is_alive(&mut self) -> bool {
        let mut straw = self.outlet.straw();
        let pipe = straw.as_mut().map(Straw::pipe);
        pipe.is_some_and(|pipe| pipe.look() == Ok(true))
    }

    fn send(&mut self, name: Term<'_>, message: Term<'_>, call: Call<'_>) -> Flow {
        let State::Open(stream, ..) = &mut self.state else {
            return call.error(&atom!("closed"));
        };
        let mut frame = Vec::new();
        let written = self.outlet.write(name, message, &mut frame);
        if let Err(reason) = written.and_then(|()| self.outlet.reserve(&frame)) {
            return call.error(&reason);
        }
        // Who could not be told that it is sent must be free to send it again. With room for it,
        // nothing fails any more.
        if call.try_reply(&()).is_ok() {
            let _closed = self.outlet.queue(&frame);
            if let Some(straw) = &mut *self.outlet.straw() {
                let _written = stream.flush(straw);
            }
        }
        Flow::Continue
    }

    fn room(&mut self, call: Call<'_>) -> Flow {
        match &self.state {
            State::Open(..) if self.outlet.is_busy() => {
                if self.waiting.try_reserve(1).is_err() {
                    return call.error(&atom!("out_of_memory"));
                }
                // Without memory the caller has been told so.
                self.waiting.extend(call.defer());
                Flow::Continue
            }
            State::Open(..) => call.reply(&()),
            _ => call.error(&atom!("closed")),
        }
    }

    fn welcome(&mut self, call: Call<'_>) -> Flow {
        match core::mem::replace(&mut self.state, State::Gone) {
            State::Hello(mut straw, node, Told::Yes) => {
                if Greeting::Welcome(self.me.clone()).send(&mut straw).is_err() {
                    self.over(Reason::new(atom!("out_of_memory")), 0);
                    return call.error(&atom!("out_of_memory"));
                }
                // From here on others write. It is short and the first, so there is room for it.
                straw.flush();
                self.flow(straw, node, Told::Yes);
                self.bell.ring();
                call.reply(&(atom!("ok"), &self.outlet))
            }
            other => {
                self.state = other;
                call.error(&atom!("closed"))
            }
        }
    }

    fn refuse(&mut self, why: Refused, call: Call<'_>) -> Flow {
        if let State::Hello(straw, ..) = &mut self.state {
            // If it is not said, the end says enough.
            let _said = Greeting::Refused(why).send(straw);
            straw.flush();
        }
        let _ = call.reply(&());
        Flow::Terminate
    }

    /// The straw is open.
    fn flow(&mut self, straw: Straw<UnixPore>, node: String, told: Told) {
        let Some(allowed) = self.allowed.take() else {
            return;
        };
        self.outlet.open(straw);
        let stream = Stream::new(self.outlet.clone(), allowed, self.budget);
        self.state = State::Open(stream, node, told);
    }

    fn over(&mut self, reason: Reason, undelivered: usize) {
        self.outlet.close();
        self.state = State::Over(reason, undelivered);
        self.watch = None;
    }
}

/// A straw over a pore, under the terms that follow from both sides' words.
fn straw(pore: UnixPore, mine: &Settings, water: Water) -> Straw<UnixPore> {
    let terms = Terms {
        water,
        ..Terms::of_pore(&mine.config, &pore.config())
    };
    Straw::new(pore, terms)
}

impl Drop for Link {
    fn drop(&mut self) {
        self.outlet.close();
    }
}
