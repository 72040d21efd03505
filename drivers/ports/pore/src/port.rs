//! The port: who may ask, and what.

use core::num::NonZeroU32;

use avm_port::{Bell, Call, EventContext, Flow, OpenContext, Port, PortError};
use avm_resource::ResourceArc;
use avm_term::{FromTerm, Invalid, Pid, Term, atom};

use crate::connecting::{Connecting, Progress};
use crate::gift::Gift;
use crate::listener::Listener;
use crate::options::{Mode, Options, Role};
use crate::outlet::Outlet;
use crate::source::Source;

/// One end of a pore, or a name that others connect to, as a port. Pores come from `S`.
pub struct Pore<S: Source> {
    owner: Pid,
    bell: Bell,
    part: Part<S>,
}

enum Part<S: Source> {
    Connecting(Connecting<S>),
    Pore(Outlet<S::End>),
    Listener(Listener<S>),
    /// On its way from one to another.
    Nothing,
}

/// What the port is asked.
#[derive(Clone, Copy, Debug, FromTerm)]
pub enum Request<'a> {
    /// Waits until the pore is there.
    Connect,
    /// Waits for a peer, which another port takes over.
    Accept {
        /// How long.
        #[avm(default)]
        timeout: Patience,
        /// How that port's owner is to hear of bytes. The port is told of that by itself; here it is
        /// looked at before a peer is waited for.
        #[avm(default)]
        active: Mode,
    },
    /// Reads what there is.
    Read {
        /// At most so many bytes.
        max: Option<u32>,
    },
    /// Writes what fits of these bytes.
    Write(&'a [u8]),
    /// Bytes to read, and room to write.
    Avail,
    /// Tells once there is so much.
    NotifyWhen(Wish),
    /// How the owner hears of bytes.
    Active(Mode),
    /// What is known.
    GetInfo,
    /// Rings for the peer.
    Poke,
    /// Gives the pore away, and ends the port.
    Detach,
    /// Closes the pore, and ends the port.
    Close,
}

/// How long: milliseconds, or `infinity`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Patience(pub(crate) Option<u32>);

impl<'a> FromTerm<'a> for Patience {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        if term.is(atom!("infinity")) {
            return Ok(Self(None));
        }
        u32::from_term(term).map(|time| Self(Some(time)))
    }
}

/// What is waited for: `{in, Bytes}` to read, `{out, Bytes}` of room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// So many bytes to read.
    In(NonZeroU32),
    /// So many free bytes.
    Out(NonZeroU32),
}

impl<'a> FromTerm<'a> for Wish {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        let read = || {
            let [way, bytes] = term.tuple()?;
            let bytes = NonZeroU32::new(bytes.get().ok()?)?;
            match way {
                _ if way.is(atom!("in")) => Some(Self::In(bytes)),
                _ if way.is(atom!("out")) => Some(Self::Out(bytes)),
                _ => None,
            }
        };
        read().ok_or(Invalid::Term(term))
    }
}

impl<S: Source> Port for Pore<S> {
    const NAME: &'static str = "pore";
    type Options<'a> = Options<'a>;
    type Request<'a> = Request<'a>;

    fn open(options: Options<'_>, cx: OpenContext<'_>) -> Result<Self, PortError> {
        let (bell, owner) = (cx.bell()?, cx.owner());
        let part = match (options.gift, options.role) {
            (Some(gift), _) => {
                let gift = ResourceArc::<Gift<S::End>>::from_term(gift);
                let gift = gift.map_err(|_| PortError::new(atom!("bad_resource")))?;
                let parcel = gift.take()?;
                Part::Pore(Outlet::attach(parcel, bell, owner, options.active)?)
            }
            (None, Role::Connect) => {
                let opening = S::connect(&options.terms()?, bell)?;
                Part::Connecting(Connecting::new(opening, options.active))
            }
            (None, Role::Listen) => {
                Part::Listener(Listener::new(S::listen(&options.terms()?, bell)?))
            }
        };
        Ok(Self { owner, bell, part })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        // Any process may know a port's name; only its owner has a say.
        if call.caller() != self.owner {
            return call.error(&atom!("not_owner"));
        }
        match (&mut self.part, request) {
            (_, Request::Close) => {
                self.part = Part::Nothing;
                let _ = call.reply(&true);
                Flow::Terminate
            }
            (Part::Connecting(part), Request::Connect) => part.wait(call),
            (Part::Pore(_) | Part::Listener(_), Request::Connect) => call.reply(&()),
            (Part::Connecting(part), Request::GetInfo) => part.get_info(call),
            (Part::Connecting(part), _) => part.refuse(call),
            (Part::Listener(part), Request::Accept { timeout, .. }) => part.accept(timeout, call),
            (Part::Listener(part), Request::GetInfo) => part.get_info(call),
            (Part::Pore(pore), request) => ask(pore, request, call),
            (Part::Listener(_) | Part::Nothing, _) => call.error(&atom!("not_connected")),
        }
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        match &mut self.part {
            Part::Connecting(_) => self.advance(cx),
            Part::Pore(pore) => {
                pore.event(cx);
                Flow::Continue
            }
            Part::Listener(part) => {
                part.serve();
                Flow::Continue
            }
            Part::Nothing => Flow::Continue,
        }
    }
}

impl<S: Source> Pore<S> {
    /// Goes on with a negotiation.
    fn advance(&mut self, cx: EventContext<'_>) -> Flow {
        let Part::Connecting(part) = core::mem::replace(&mut self.part, Part::Nothing) else {
            return Flow::Continue;
        };
        match part.advance() {
            Progress::Waiting(part) => {
                self.part = Part::Connecting(part);
                Flow::Continue
            }
            Progress::Done(end, mode, waiting) => {
                let mut pore = Outlet::new(end.into(), self.bell, self.owner, mode);
                if let Some(reply) = waiting {
                    reply.reply(&());
                }
                pore.serve(cx, false);
                self.part = Part::Pore(pore);
                Flow::Continue
            }
            Progress::Over => Flow::Terminate,
        }
    }
}

/// What only a pore that is there can be asked.
fn ask<E: crate::source::End>(pore: &mut Outlet<E>, request: Request<'_>, call: Call<'_>) -> Flow {
    match request {
        Request::Read { max } => pore.read(max, call),
        Request::Write(bytes) => pore.write(bytes, call),
        Request::Avail => pore.avail(call),
        Request::NotifyWhen(wish) => pore.notify_when(wish, call),
        Request::Active(mode) => pore.set_active(mode, call),
        Request::GetInfo => pore.get_info(call),
        Request::Poke => pore.poke(call),
        Request::Detach => pore.detach(call),
        Request::Accept { .. } => call.error(&atom!("not_listening")),
        Request::Connect | Request::Close => call.reply(&()),
    }
}
