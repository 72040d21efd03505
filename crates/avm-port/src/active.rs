//! Active messages: who gets them, and how many.

use core::num::NonZeroU16;

use avm_term::{FromTerm, IntoTerm, Invalid, Pid, SendError, Term, atom};

use crate::context::EventContext;

/// How many messages a subscriber takes: `true | once | 1..32767`, as sockets have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Active {
    /// Every message: `true`.
    #[default]
    Always,
    /// One message: `once`.
    Once,
    /// So many messages, then a notice that they are used up.
    Count(NonZeroU16),
}

impl<'a> FromTerm<'a> for Active {
    fn from_term(term: Term<'a>) -> Result<Self, Invalid<'a>> {
        if term.is(atom!("true")) {
            return Ok(Self::Always);
        }
        if term.is(atom!("once")) {
            return Ok(Self::Once);
        }
        let count = term.signed().and_then(|count| i16::try_from(count).ok());
        let count = count
            .and_then(|count| u16::try_from(count).ok())
            .and_then(NonZeroU16::new);
        count.map(Self::Count).ok_or(Invalid::Term(term))
    }
}

/// What became of a message to a subscriber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Delivery {
    /// It was sent.
    Sent,
    /// It was sent, and was the last that the subscriber asked for.
    SentLast,
    /// The subscriber takes no messages now, or is dead; nothing was sent.
    Passive,
    /// The VM had no memory; nothing was sent, and a later try may work.
    Failed,
}

/// A process that gets messages, and its credit.
#[derive(Clone, Copy, Debug)]
pub struct Subscription {
    to: Pid,
    credit: Credit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Credit {
    Always,
    Once,
    Count(NonZeroU16),
    /// All messages are used up, but the notice is still to be sent.
    OwesNotice,
    Passive,
}

impl Subscription {
    /// Starts to send to a process.
    pub fn new(to: Pid, active: Active) -> Self {
        let credit = match active {
            Active::Always => Credit::Always,
            Active::Once => Credit::Once,
            Active::Count(count) => Credit::Count(count),
        };
        Self { to, credit }
    }

    /// The process that subscribed.
    pub fn subscriber(&self) -> Pid {
        self.to
    }

    /// Whether a message would be sent. Also makes up for a notice that could not be sent.
    pub fn is_active<N: IntoTerm>(&mut self, cx: EventContext<'_>, notice: &N) -> bool {
        if self.credit == Credit::OwesNotice {
            self.send_notice(cx, notice);
        }
        if !self.to.is_alive() {
            self.credit = Credit::Passive;
        }
        matches!(
            self.credit,
            Credit::Always | Credit::Once | Credit::Count(_)
        )
    }

    /// Sends a message if the credit allows; `notice` follows the last message of a count.
    pub fn deliver<M, N>(&mut self, cx: EventContext<'_>, message: &M, notice: &N) -> Delivery
    where
        M: IntoTerm + ?Sized,
        N: IntoTerm,
    {
        if !self.is_active(cx, notice) {
            return Delivery::Passive;
        }
        match cx.send(self.to, message) {
            Ok(()) => self.spend(cx, notice),
            Err(SendError::NoProcess) => {
                self.credit = Credit::Passive;
                Delivery::Passive
            }
            Err(SendError::Build(_)) => Delivery::Failed,
        }
    }

    fn spend<N: IntoTerm>(&mut self, cx: EventContext<'_>, notice: &N) -> Delivery {
        match self.credit {
            Credit::Count(count) => match NonZeroU16::new(count.get() - 1) {
                Some(left) => {
                    self.credit = Credit::Count(left);
                    return Delivery::Sent;
                }
                None => self.send_notice(cx, notice),
            },
            Credit::Once => self.credit = Credit::Passive,
            Credit::Always | Credit::OwesNotice | Credit::Passive => return Delivery::Sent,
        }
        Delivery::SentLast
    }

    fn send_notice<N: IntoTerm>(&mut self, cx: EventContext<'_>, notice: &N) {
        self.credit = match cx.send(self.to, notice) {
            Err(SendError::Build(_)) => Credit::OwesNotice,
            Ok(()) | Err(SendError::NoProcess) => Credit::Passive,
        };
    }
}
