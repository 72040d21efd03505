//! The port.

use std::collections::VecDeque;

use avm_port::{
    Active, Bell, Call, Delivery, EventContext, Flow, OpenContext, Port, PortError, Reply,
    Subscription,
};
use avm_term::{Bytes, FromTerm, Term, Text, Value, atom};

use super::Hardware;

/// Does what it is asked, good or bad.
#[derive(Debug)]
pub(crate) struct Probe {
    hardware: Hardware,
    level: u8,
    bell: Bell,
    owed: VecDeque<Reply>,
    next_event: EventDuty,
    subscription: Option<Subscription>,
    /// Messages that are still to be sent.
    pending: u32,
    /// Messages that were sent.
    sent: u32,
}

#[derive(FromTerm)]
pub(crate) struct Options {
    #[avm(range = 0..=100)]
    level: u8,
    #[avm(default = OpenDuty::Open)]
    duty: OpenDuty,
}

/// What to do at `open`.
#[derive(FromTerm, Debug, PartialEq)]
#[avm(atoms)]
enum OpenDuty {
    Open,
    RefuseBefore,
    RefuseAfter,
    PanicBefore,
    PanicAfter,
}

/// What to do at the next `event`.
#[derive(FromTerm, Debug, Default, Clone, Copy)]
#[avm(atoms)]
pub(crate) enum EventDuty {
    #[default]
    Nothing,
    Answer,
    Forget,
    Panic,
    Terminate,
}

#[derive(FromTerm)]
pub(crate) enum Request<'a> {
    Get,
    Echo(Term<'a>),
    /// Answers how many bytes a copy of the data takes.
    Bytes(Bytes),
    Text(Text),
    /// Answers how many bytes a term takes as text.
    Value(Value),
    Refuse,
    NoReply,
    Unrepresentable,
    Defer,
    /// Answers the oldest owed reply with a term.
    Answer(Term<'a>),
    /// Drops the oldest owed reply.
    Forget,
    /// Rings its own bell.
    Ring(EventDuty),
    Panic,
    PanicAfterReply,
    PanicInDrop,
    Terminate,
    TerminateUnanswered,
    Subscribe(Active),
    Unsubscribe,
    /// Answers whether there is somebody to send to.
    IsActive,
    /// Sends so many messages, as far as there is credit.
    Push(u32),
}

impl Port for Probe {
    const NAME: &'static str = "probe";
    type Options<'a> = Options;
    type Request<'a> = Request<'a>;

    fn open(options: Options, cx: OpenContext<'_>) -> Result<Self, PortError> {
        let refused = || PortError::with_integer(atom!("refused"), 42);
        match options.duty {
            OpenDuty::RefuseBefore => return Err(refused()),
            OpenDuty::PanicBefore => panic!("asked to panic in open"),
            _ => {}
        }
        let hardware = Hardware::open();
        match options.duty {
            OpenDuty::RefuseAfter => return Err(refused()),
            OpenDuty::PanicAfter => panic!("asked to panic in open"),
            _ => {}
        }
        Ok(Self {
            hardware,
            level: options.level,
            bell: cx.bell()?,
            owed: VecDeque::new(),
            next_event: EventDuty::Nothing,
            subscription: None,
            pending: 0,
            sent: 0,
        })
    }

    fn call(&mut self, request: Request<'_>, call: Call<'_>) -> Flow {
        match request {
            Request::Get => call.reply(&self.level),
            Request::Echo(term) => call.reply(&term),
            Request::Bytes(bytes) => call.reply(&(bytes.0.len() as u64)),
            Request::Text(text) => call.reply(&(text.0.len() as u64)),
            Request::Value(value) => call.reply(&(value.to_string().len() as u64)),
            Request::Refuse => call.error(&(atom!("refused"), 43)),
            Request::NoReply => Flow::Continue,
            Request::Unrepresentable => match call.try_reply(&f64::NAN) {
                Ok(()) => panic!("no VM has such a term"),
                Err(_) => Flow::Continue,
            },
            Request::Terminate => {
                let _ = call.reply(&());
                Flow::Terminate
            }
            Request::TerminateUnanswered => Flow::Terminate,
            Request::Panic => panic!("asked to panic in call"),
            Request::PanicAfterReply => {
                let _ = call.reply(&());
                panic!("asked to panic in call");
            }
            Request::PanicInDrop => {
                self.hardware.drop_panics = true;
                call.reply(&())
            }
            Request::Defer | Request::Answer(_) | Request::Forget | Request::Ring(_) => {
                self.deferred(&request, call)
            }
            Request::Subscribe(active) => {
                self.subscription = Some(Subscription::new(call.caller(), active));
                self.served(call)
            }
            Request::Unsubscribe => {
                self.subscription = None;
                self.served(call)
            }
            Request::IsActive => {
                let (cx, notice) = (call.context(), atom!("probe_passive"));
                let subscription = self.subscription.as_mut();
                call.reply(&subscription.is_some_and(|s| s.is_active(cx, &notice)))
            }
            Request::Push(count) => {
                self.pending += count;
                self.served(call)
            }
        }
    }

    fn event(&mut self, cx: EventContext<'_>) -> Flow {
        match core::mem::take(&mut self.next_event) {
            EventDuty::Nothing => {}
            EventDuty::Answer => {
                let level = self.level;
                self.owed.drain(..).for_each(|reply| reply.reply(&level));
            }
            EventDuty::Forget => self.owed.clear(),
            EventDuty::Panic => panic!("asked to panic in event"),
            EventDuty::Terminate => return Flow::Terminate,
        }
        self.deliver(cx);
        Flow::Continue
    }
}

impl Probe {
    fn deferred(&mut self, request: &Request<'_>, call: Call<'_>) -> Flow {
        match *request {
            Request::Defer => {
                self.owed.extend(call.defer());
                return Flow::Continue;
            }
            Request::Answer(term) => {
                if let Some(reply) = self.owed.pop_front() {
                    reply.reply(&term);
                }
            }
            Request::Forget => drop(self.owed.pop_front()),
            Request::Ring(duty) => {
                self.next_event = duty;
                ring(&self.bell);
            }
            _ => {}
        }
        call.reply(&())
    }

    /// Answers how many messages could not be sent.
    fn served(&mut self, call: Call<'_>) -> Flow {
        self.deliver(call.context());
        call.reply(&self.pending)
    }

    fn deliver(&mut self, cx: EventContext<'_>) {
        let Some(subscription) = &mut self.subscription else {
            return;
        };
        let notice = (atom!("probe_passive"), cx.port());
        // Also with nothing to send: a notice may be owed.
        let mut active = subscription.is_active(cx, &notice);
        while active && self.pending > 0 {
            let message = (atom!("probe"), cx.port(), self.sent + 1);
            let delivery = subscription.deliver(cx, &message, &notice);
            if matches!(delivery, Delivery::Sent | Delivery::SentLast) {
                self.sent += 1;
                self.pending -= 1;
            }
            active = delivery == Delivery::Sent;
        }
    }
}

/// Rings a bell as an interrupt side does: knowing no more of it than that it is one.
fn ring(bell: &impl isr_ring::Doorbell) {
    bell.ring();
}
