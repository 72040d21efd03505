//! A request that waits for its answer.

use avm_term::vm::OutOfMemory;
use avm_term::{
    BuildError, Describe, Env, IntoTerm, OwnedTerm, Pid, PortId, SendError, Term, atom,
};

use crate::context::EventContext;
use crate::guard;
use crate::port::Flow;

/// A request that must be answered: consumed by [`reply`](Call::reply) and its like, or moved
/// into the port's state by [`defer`](Call::defer). Dropped unanswered, it answers
/// `{error, no_reply}`, or `{error, panic}` if a panic dropped it; no caller hangs.
#[derive(Debug)]
#[must_use = "a call that is dropped answers {error, no_reply}"]
pub struct Call<'a> {
    cx: EventContext<'a>,
    from: Pid,
    /// `None` once answered.
    reference: Option<Term<'a>>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(cx: EventContext<'a>, from: Pid, reference: Term<'a>) -> Self {
        Self {
            cx,
            from,
            reference: Some(reference),
        }
    }

    /// The heap of this callback.
    pub fn env(&self) -> Env<'a> {
        self.cx.env()
    }

    /// The process that asks.
    pub fn caller(&self) -> Pid {
        self.from
    }

    /// What an event callback may use; also after the answer.
    pub fn context(&self) -> EventContext<'a> {
        self.cx
    }

    /// Answers.
    #[inline]
    pub fn reply<T: IntoTerm + ?Sized>(self, value: &T) -> Flow {
        // The caller has been told what went wrong; the port need not know.
        let _ = self.try_reply(value);
        Flow::Continue
    }

    /// Answers, and tells whether the caller got the value.
    ///
    /// # Errors
    ///
    /// The value could not be sent; the caller has got `{error, Why}` instead.
    #[inline]
    pub fn try_reply<T: IntoTerm + ?Sized>(self, value: &T) -> Result<(), BuildError> {
        // In firmware one function for values of all types.
        #[cfg(target_os = "none")]
        let value: &dyn Describe = &value;
        self.answer(value)
    }

    /// Answers, or gives the call back unanswered, with the reason why the value cannot be sent.
    pub(crate) fn offer<T: IntoTerm + ?Sized>(
        mut self,
        value: &T,
    ) -> Result<(), (Self, BuildError)> {
        let sent = self
            .reference
            .map(|reference| self.from.send(&(reference, value)));
        if let Some(Err(SendError::Build(why))) = sent {
            return Err((self, why));
        }
        self.reference = None;
        Ok(())
    }

    /// Answers `{error, Reason}`.
    pub fn error<T: IntoTerm>(self, reason: &T) -> Flow {
        // One function for reasons of all types.
        let reason: &dyn Describe = reason;
        self.reply(&(atom!("error"), reason))
    }

    /// Keeps the call to be answered by a later callback.
    ///
    /// # Errors
    ///
    /// The VM has no memory for that; the call has been answered `{error, out_of_memory}`.
    pub fn defer(mut self) -> Result<Reply, OutOfMemory> {
        let Some(reference) = self.reference else {
            return Err(OutOfMemory);
        };
        let kept = OwnedTerm::copy_of(reference);
        match kept {
            Ok(kept) => {
                self.reference = None;
                Ok(Reply {
                    port: self.cx.port(),
                    to: self.from,
                    reference: Some(kept),
                })
            }
            Err(error) => {
                let _ = self.error(&atom!("out_of_memory"));
                Err(error)
            }
        }
    }

    #[cfg_attr(not(target_os = "none"), inline)]
    fn answer<T: IntoTerm + ?Sized>(self, value: &T) -> Result<(), BuildError> {
        let (from, reference) = (self.from, self.reference);
        // Answered, so that `drop` has nothing to do.
        core::mem::forget(self);
        match reference {
            Some(reference) => send(from, reference, value),
            None => Ok(()),
        }
    }
}

impl Drop for Call<'_> {
    #[inline]
    fn drop(&mut self) {
        let Some(reference) = self.reference.take() else {
            return;
        };
        let reason = if guard::panicking() {
            atom!("panic")
        } else {
            atom!("no_reply")
        };
        let reason: &dyn Describe = &(atom!("error"), reason);
        let _ = send(self.from, reference, reason);
    }
}

/// An answer that is still owed. Answered once, from any callback; dropped unanswered while the
/// port is open, it answers `{error, no_reply}`. When the port is gone the caller has heard so.
#[derive(Debug)]
#[must_use = "a reply that is dropped answers {error, no_reply}"]
pub struct Reply {
    port: PortId,
    to: Pid,
    /// `None` once answered.
    reference: Option<OwnedTerm>,
}

impl Reply {
    /// The process that waits.
    pub fn caller(&self) -> Pid {
        self.to
    }

    /// Answers.
    pub fn reply<T: IntoTerm + ?Sized>(self, value: &T) {
        // The caller has been told what went wrong; the port need not know.
        let _ = self.try_reply(value);
    }

    /// Answers, and tells whether the caller got the value.
    ///
    /// # Errors
    ///
    /// The value could not be sent; the caller has got `{error, Why}` instead.
    pub fn try_reply<T: IntoTerm + ?Sized>(mut self, value: &T) -> Result<(), BuildError> {
        self.answer(value)
    }

    /// Answers `{error, Reason}`.
    pub fn error<T: IntoTerm>(self, reason: &T) {
        self.reply(&(atom!("error"), reason));
    }

    fn answer<T: IntoTerm + ?Sized>(&mut self, value: &T) -> Result<(), BuildError> {
        match self.reference.take() {
            Some(reference) => send(self.to, reference.term(), &value),
            None => Ok(()),
        }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        // A port that the VM has closed already may be in the middle of its destruction, where
        // no message may be sent; its callers have been told by their monitors.
        if self.port.is_open() {
            let _ = self.answer(&(atom!("error"), atom!("no_reply")));
        }
    }
}

/// Sends `{Ref, Value}`, or `{Ref, {error, Why}}` if the value cannot be sent. If that fails too
/// the VM is out of memory even for a handful of words, and the caller's time-out must help. A
/// caller that is dead is no failure.
#[cfg_attr(not(target_os = "none"), inline)]
fn send<T: IntoTerm + ?Sized>(to: Pid, reference: Term<'_>, value: &T) -> Result<(), BuildError> {
    match to.send(&(reference, value)) {
        Ok(()) | Err(SendError::NoProcess) => Ok(()),
        Err(SendError::Build(why)) => Err(not_sent(to, reference, why)),
    }
}

#[cold]
fn not_sent(to: Pid, reference: Term<'_>, why: BuildError) -> BuildError {
    let _ = to.send(&(reference, (atom!("error"), why)));
    why
}
