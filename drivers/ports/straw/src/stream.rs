//! An open straw: what is written, what is read and delivered.

use core::ops::ControlFlow;
use core::time::Duration;

use avm_port::EventContext;
use avm_resource::ResourceArc;
use avm_term::etf::{Atom, Atoms, Encoded, Limits, Reader};
use avm_term::{BuildError, Pid, SendError, atom};
use pore::membrane::unix::{UnixPore, Wanted};
use pore::ring;
use pore::straw::{Closed, Exports, Inbound, Message, Straw, Turn};

use crate::atoms::{Allowed, Known};
use crate::decode::Decoded;
use crate::json::Json;
use crate::outlet::Outlet;
use crate::stats::{Counted, Stats};

/// A straw that is open.
#[derive(Debug)]
pub(crate) struct Stream {
    /// Has the straw itself.
    pub(crate) outlet: ResourceArc<Outlet>,
    /// Frames that are being written, from `at` on.
    writing: Vec<u8>,
    at: usize,
    /// A message that could not be sent to its process for want of memory.
    held: Option<(Pid, Held)>,
    counted: Counted,
    allowed: Allowed,
    /// Bytes each way in one turn.
    budget: usize,
    /// Nothing can be written any more.
    mute: bool,
}

#[derive(Debug)]
enum Held {
    Term(Vec<u8>),
    Json(String),
}

/// What is to be done after a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// There may be more to do at once.
    More,
    /// The bell has to be waited for.
    Sleep,
}

/// What a turn did.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turned {
    pub(crate) next: Next,
    /// Sending was refused and no longer is.
    pub(crate) unblocked: bool,
}

impl Stream {
    pub(crate) fn new(outlet: ResourceArc<Outlet>, allowed: Allowed, budget: usize) -> Self {
        Self {
            outlet,
            writing: Vec::new(),
            at: 0,
            held: None,
            counted: Counted::default(),
            allowed,
            budget,
            mute: false,
        }
    }

    /// Writes what is queued, reads what has come, and delivers it.
    pub(crate) fn turn(
        &mut self,
        straw: &mut Straw<UnixPore>,
        cx: EventContext<'_>,
        exports: &Exports<Pid>,
    ) -> Result<Turned, Closed<ring::Closed>> {
        let flushed = self.flush(straw);
        if self.deliver_held(cx).is_err() {
            let next = Next::More;
            return Ok(Turned { next, ..flushed });
        }
        let read = self.read(straw, cx, exports)?;
        let more = flushed.next == Next::More || read.more || read.paused;
        Ok(Turned {
            next: if more { Next::More } else { Next::Sleep },
            unblocked: flushed.unblocked,
        })
    }

    /// Writes what fits, up to the budget.
    pub(crate) fn flush(&mut self, straw: &mut Straw<UnixPore>) -> Turned {
        let mut total = 0;
        let mut next = Next::Sleep;
        while !self.mute {
            if self.at >= self.writing.len() {
                self.outlet.take(&mut self.writing);
                self.at = 0;
            }
            let rest = self.writing.get(self.at..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            if total >= self.budget {
                next = Next::More;
                break;
            }
            match straw.pipe().write(rest) {
                Ok(0) => break,
                Ok(written) => {
                    self.at += written;
                    total += written;
                }
                Err(_) => {
                    // Why is what reading says, after all that came before.
                    self.mute = true;
                    self.outlet.shut();
                }
            }
        }
        let unread = unread(straw.pipe());
        Turned {
            next,
            unblocked: self.outlet.wrote(total, unread),
        }
    }

    fn read(
        &mut self,
        straw: &mut Straw<UnixPore>,
        cx: EventContext<'_>,
        exports: &Exports<Pid>,
    ) -> Result<Turn, Closed<ring::Closed>> {
        let Self {
            held,
            counted,
            allowed,
            budget,
            ..
        } = self;
        let known = Known::new(allowed, cx.env());
        let allow = |atom: Atom<'_>| known.allow(atom);
        let limits = Limits {
            atoms: Atoms::Where(&allow),
            ..Limits::DEFAULT
        };
        let inbound = Inbound { exports, limits };
        straw.turn(*budget, &inbound, |pid, message| {
            match deliver(cx, *pid, message, &known, counted) {
                Ok(()) => ControlFlow::Continue(()),
                Err(message) => {
                    *held = Some((*pid, message));
                    ControlFlow::Break(())
                }
            }
        })
    }

    /// Tries again what there was no memory for.
    fn deliver_held(&mut self, cx: EventContext<'_>) -> Result<(), ()> {
        let Some((pid, message)) = self.held.take() else {
            return Ok(());
        };
        let again = match &message {
            Held::Term(bytes) => read(bytes).map(Message::Term),
            Held::Json(text) => Some(Message::Json(text)),
        };
        let Some(again) = again else { return Ok(()) };
        let known = Known::new(&self.allowed, cx.env());
        if deliver(cx, pid, again, &known, &mut self.counted).is_err() {
            self.held = Some((pid, message));
            return Err(());
        }
        Ok(())
    }

    /// Asks for the bell, unless there is something to do already.
    pub(crate) fn arm(&mut self, straw: &mut Straw<UnixPore>) -> Result<Next, ring::Closed> {
        let left = self.writing.len() - self.at;
        let free = if self.mute || left == 0 {
            0
        } else {
            // Room for many messages: not a ring for each.
            let most = straw.pipe().link().producer.capacity() / 4;
            (left as u32).min(most).max(1)
        };
        let wanted = Wanted { filled: 1, free };
        let there = straw.pipe().wait(wanted, Some(Duration::ZERO))?;
        Ok(if there { Next::More } else { Next::Sleep })
    }
}

/// Sends a message to its process. What cannot be a term is counted; a message that there is no
/// memory for is handed back.
fn deliver(
    cx: EventContext<'_>,
    pid: Pid,
    message: Message<'_>,
    known: &Known<'_, '_>,
    counted: &mut Counted,
) -> Result<(), Held> {
    let sent = match message {
        Message::Term(term) => cx.send(pid, &Decoded { term, known }),
        Message::Json(text) => match serde_json::from_str(text) {
            Ok(value) => cx.send(pid, &(atom!("json"), Json(&value))),
            Err(_) => Err(SendError::Build(BuildError::Unrepresentable)),
        },
    };
    match sent {
        Ok(()) => counted.delivered += 1,
        Err(SendError::NoProcess) => counted.dead += 1,
        Err(SendError::Build(BuildError::UnknownAtom)) => counted.atom += 1,
        Err(SendError::Build(BuildError::Unrepresentable)) => counted.message += 1,
        Err(SendError::Build(BuildError::OutOfMemory)) => {
            return Err(match message {
                Message::Term(term) => Held::Term(term.as_bytes().to_vec()),
                Message::Json(text) => Held::Json(text.into()),
            });
        }
    }
    Ok(())
}

/// Bytes that the peer has not read.
pub(crate) fn unread(pore: &mut UnixPore) -> u32 {
    // Looks how far the peer is; if it is over, for the last time.
    let _over = pore.link().producer.free();
    pore.undelivered()
}

/// A message that was read before.
fn read(bytes: &[u8]) -> Option<Encoded<'_>> {
    let mut reader = Reader::without_version(bytes, &Limits::DEFAULT).ok()?;
    reader.read().ok()
}

impl Stream {
    /// What it has done; `None` once it is over.
    pub(crate) fn stats(&mut self) -> Option<Stats> {
        let mut straw = self.outlet.straw();
        let straw = straw.as_mut()?;
        Some(Stats::of(straw, &self.outlet, &self.counted, &self.allowed))
    }
}
