//! One port's life: new, open, closed.

use avm_term::{
    BuildError, Builder, Env, FromTerm, IntoTerm, Invalid, Pid, PortId, StaticAtom, Term, atom,
};

use crate::call::Call;
use crate::context::{EventContext, OpenContext};
use crate::error::PortError;
use crate::guard::{Panicked, guarded};
use crate::port::{Flow, Port};

/// A port and what every port counts.
pub(crate) struct Instance<P: Port> {
    port: PortId,
    owner: Pid,
    state: State<P>,
    counts: Counts,
    panicked: bool,
}

enum State<P> {
    /// Waits for `{'$open', Options}`.
    New,
    Open(P),
    Closed,
}

/// What `'$info'` tells. The counts wrap.
#[derive(Clone, Copy, Default)]
struct Counts {
    calls: u32,
    events: u32,
    malformed: u32,
}

impl<P: Port> Instance<P> {
    pub(crate) fn new(port: PortId, owner: Pid) -> Self {
        Self {
            port,
            owner,
            state: State::New,
            counts: Counts::default(),
            panicked: false,
        }
    }

    /// Takes a message. Does not unwind.
    pub(crate) fn message(&mut self, message: Term<'_>) -> Flow {
        let outcome = guarded(|| self.take(message));
        self.after(outcome)
    }

    /// Takes the ring of a bell. Does not unwind.
    pub(crate) fn event(&mut self, env: Env<'_>) -> Flow {
        self.counts.events = self.counts.events.wrapping_add(1);
        let State::Open(port) = &mut self.state else {
            return Flow::Continue;
        };
        let cx = EventContext {
            env,
            port: self.port,
        };
        let outcome = guarded(|| port.event(cx));
        self.after(outcome)
    }

    /// Takes a message: a request, or something malformed. A panic drops the call, which answers
    /// `{error, panic}`.
    fn take(&mut self, message: Term<'_>) -> Flow {
        let Some((from, reference, request)) = take_apart(message) else {
            self.counts.malformed = self.counts.malformed.wrapping_add(1);
            return Flow::Continue;
        };
        self.counts.calls = self.counts.calls.wrapping_add(1);
        let cx = EventContext {
            env: message.env(),
            port: self.port,
        };
        let call = Call::new(cx, from, reference);
        if request.is(atom!("$close")) {
            return self.close(call);
        }
        if request.is(atom!("$info")) {
            let (name, counts) = (P::NAME, self.counts);
            return call.reply(&(atom!("ok"), Info { name, counts }));
        }
        match &mut self.state {
            State::Open(port) => serve(port, request, call),
            State::New => match request.tuple() {
                Some([open, options]) if open.is(atom!("$open")) => self.open(call, options),
                _ => call.error(&atom!("not_open")),
            },
            State::Closed => call.error(&atom!("not_open")),
        }
    }

    fn open(&mut self, call: Call<'_>, options: Term<'_>) -> Flow {
        let cx = OpenContext {
            env: call.env(),
            port: self.port,
            owner: self.owner,
        };
        let opened = match P::Options::from_term(options) {
            Ok(options) => P::open(options, cx).map_err(NotOpen::Refused),
            Err(invalid) => Err(NotOpen::Invalid(invalid)),
        };
        match opened {
            Ok(port) => {
                self.state = State::Open(port);
                match call.offer(&()) {
                    Ok(()) => Flow::Continue,
                    Err((call, why)) => self.withdraw(call, why),
                }
            }
            Err(reason) => {
                let _ = call.error(&reason);
                Flow::Terminate
            }
        }
    }

    /// The caller cannot be told of its port, so there must be none when it hears why.
    fn withdraw(&mut self, call: Call<'_>, why: BuildError) -> Flow {
        let _ = self.drop_port();
        let _ = call.error(&why);
        Flow::Terminate
    }

    /// Drops the port before it answers, so that `ok` means that the hardware is at rest.
    fn close(&mut self, call: Call<'_>) -> Flow {
        let _ = match self.drop_port() {
            Ok(()) => call.reply(&()),
            Err(Panicked) => call.error(&atom!("panic")),
        };
        Flow::Terminate
    }

    /// Why the port ended, as monitors and links are to see it.
    pub(crate) fn exit_reason(&self) -> &'static StaticAtom {
        if self.panicked {
            atom!("panic")
        } else {
            atom!("normal")
        }
    }

    /// What follows from how a callback ended.
    fn after(&mut self, outcome: Result<Flow, Panicked>) -> Flow {
        if outcome == Ok(Flow::Continue) {
            return Flow::Continue;
        }
        self.panicked |= outcome.is_err();
        let _ = self.drop_port();
        Flow::Terminate
    }

    fn drop_port(&mut self) -> Result<(), Panicked> {
        let state = core::mem::replace(&mut self.state, State::Closed);
        let dropped = guarded(|| drop(state));
        self.panicked |= dropped.is_err();
        dropped
    }
}

impl<P: Port> Drop for Instance<P> {
    fn drop(&mut self) {
        let _ = self.drop_port();
    }
}

/// Reads `{'$call', {Pid, Ref}, Request}`.
fn take_apart(message: Term<'_>) -> Option<(Pid, Term<'_>, Term<'_>)> {
    let [tag, from, request] = message.tuple()?;
    let [pid, reference] = from.tuple()?;
    if tag.is(atom!("$call")) {
        Some((pid.pid()?, reference, request))
    } else {
        None
    }
}

#[cfg_attr(not(target_os = "none"), inline(always))]
fn serve<P: Port>(port: &mut P, request: Term<'_>, call: Call<'_>) -> Flow {
    match P::Request::from_term(request) {
        Ok(request) => port.call(request, call),
        Err(invalid) => call.error(&invalid),
    }
}

/// Why a port did not open.
enum NotOpen<'a> {
    Invalid(Invalid<'a>),
    Refused(PortError),
}

impl IntoTerm for NotOpen<'_> {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        match self {
            Self::Invalid(invalid) => invalid.build(b),
            Self::Refused(error) => error.build(b),
        }
    }
}

struct Info {
    name: &'static str,
    counts: Counts,
}

impl IntoTerm for Info {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        // Who opened the port named it by an atom, so the atom exists, but for a raw peer.
        let name = b
            .existing_atom(self.name)
            .or_else(|_| b.binary(self.name.as_bytes()))?;
        let Counts {
            calls,
            events,
            malformed,
        } = self.counts;
        let counts = [
            (atom!("calls"), calls),
            (atom!("events"), events),
            (atom!("malformed"), malformed),
        ];
        let mut pairs = [(b.atom(atom!("name"))?, name); 4];
        for (pair, (atom, count)) in pairs.iter_mut().skip(1).zip(counts) {
            *pair = (b.atom(atom)?, b.unsigned(count.into())?);
        }
        b.map(&mut pairs)
    }
}
