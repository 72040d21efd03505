//! What is to be sent, where any process of the node may put it.

mod queue;

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

use avm_resource::{Counters, Resource};
use avm_term::{BuildError, Builder, IntoTerm, PortId, StaticAtom, Term, atom};
use pore::membrane::unix::UnixPore;
use pore::straw::{Format, HEADER_BYTES, MAX_NAME, Straw, Terms};

use self::queue::Queue;
use crate::encode::{self, Out};
use crate::json;
use crate::names::with_text;

/// The outlets that there were and are.
pub static OUTLETS: Counters = Counters::new();

/// What is to be sent through a straw. Whoever has it sends messages, in its own process: one that
/// nothing stands before is written at once, others are queued, and the straw's port writes them,
/// many at a time.
///
/// The straw is locked before the queue. Who sends does not wait for it, since that could be for a
/// whole turn of the port; the port does.
#[derive(Debug)]
pub struct Outlet {
    port: PortId,
    queue: Mutex<Queue>,
    /// The straw, while it is open. Whoever has locked it does not wait for anything.
    straw: Mutex<Option<Straw<UnixPore>>>,
}

impl Resource for Outlet {
    const NAME: &'static str = "straw_outlet";

    fn counters() -> &'static Counters {
        &OUTLETS
    }
}

/// What became of a message: `ok`, or `{error, Reason}`.
#[derive(Clone, Copy, Debug)]
pub struct Sent(Result<(), &'static StaticAtom>);

impl IntoTerm for Sent {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        match self.0 {
            Ok(()) => b.atom(atom!("ok")),
            Err(reason) => (atom!("error"), reason).build(b),
        }
    }
}

thread_local! {
    /// For a frame that is being written, so that nobody waits for the queue meanwhile.
    static FRAME: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Outlet {
    /// Of a straw that is not open yet.
    pub(crate) fn new(port: PortId) -> Self {
        Self {
            port,
            queue: Mutex::new(Queue::new()),
            straw: Mutex::new(None),
        }
    }

    fn locked(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The straw is open.
    pub(crate) fn open(&self, straw: Straw<UnixPore>) {
        let terms = straw.terms();
        *self.straw() = Some(straw);
        self.locked().open(terms);
    }

    /// The straw, for the port. Waits for a process that writes a short message.
    pub(crate) fn straw(&self) -> MutexGuard<'_, Option<Straw<UnixPore>>> {
        self.straw.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The straw is over, and the pore with it.
    pub(crate) fn close(&self) {
        self.shut();
        let straw = self.straw().take();
        // Under no lock.
        drop(straw);
    }

    /// The straw takes no more.
    pub(crate) fn shut(&self) {
        self.locked().shut();
    }

    /// Sends a message, if there is room.
    pub(crate) fn send(&self, name: Term<'_>, message: Term<'_>) -> Sent {
        Sent(with_frame(|frame| {
            self.write(name, message, frame)?;
            self.queue(frame)
        }))
    }

    /// Writes a message as a frame, where there is none, if there is room for one.
    pub(crate) fn write(
        &self,
        name: Term<'_>,
        message: Term<'_>,
        frame: &mut Vec<u8>,
    ) -> Result<(), &'static StaticAtom> {
        let terms = self.may_send()?;
        let named = with_text(name, |name| write(frame, &terms, name, message));
        named.ok_or(atom!("bad_name"))?
    }

    /// Makes room in the queue, for a frame whose sender is told that it is sent before it is.
    pub(crate) fn reserve(&self, frame: &[u8]) -> Result<(), &'static StaticAtom> {
        self.locked().reserve(frame.len())
    }

    /// Writes a frame at once if that can be, or queues it and wakes the port.
    pub(crate) fn queue(&self, frame: &[u8]) -> Result<(), &'static StaticAtom> {
        if frame.len() <= SPARE && self.locked().is_empty() && self.write_now(frame)? {
            return Ok(());
        }
        let wake = self.locked().append(frame)?;
        if wake {
            self.port.wake();
        }
        Ok(())
    }

    /// Writes a frame, if nothing stands before it and the peer has read all: then it is one of
    /// few, for which the port need not be woken. Of many the port writes the rest at one blow.
    fn write_now(&self, frame: &[u8]) -> Result<bool, &'static StaticAtom> {
        // If another has it, what is queued is not written any later.
        let Ok(mut straw) = self.straw.try_lock() else {
            return Ok(false);
        };
        // Why not, if it is over, is what the port finds out.
        let Some(straw) = straw.as_mut() else {
            return Ok(false);
        };
        let producer = &mut straw.pipe().link().producer;
        let all = producer.capacity();
        let Ok(mut claim) = producer.claim(all) else {
            return Ok(false);
        };
        if claim.room() < all || frame.len() > all as usize || !self.locked().pass(frame.len())? {
            return Ok(false);
        }
        claim.put(frame);
        claim.commit();
        Ok(true)
    }

    fn may_send(&self) -> Result<Terms, &'static StaticAtom> {
        self.locked().may_send()
    }

    /// Takes all frames; what the caller had of them before is over.
    pub(crate) fn take(&self, into: &mut Vec<u8>) {
        into.clear();
        self.locked().take(into);
    }

    /// So many more bytes are written, and so many of all the peer has not read. True if sending
    /// was refused and no longer is.
    pub(crate) fn wrote(&self, bytes: usize, unread: u32) -> bool {
        self.locked().wrote(bytes, unread)
    }

    /// Whether sending is refused for the time being.
    pub(crate) fn is_busy(&self) -> bool {
        self.locked().is_busy()
    }

    /// Bytes that are not written.
    pub(crate) fn unwritten(&self) -> usize {
        self.locked().unwritten()
    }

    /// Bytes that are written.
    pub(crate) fn written(&self) -> u64 {
        self.locked().written()
    }

    /// How many messages the peer has not read, if it has not read so many bytes that were written.
    pub(crate) fn undelivered(&self, unread: u32) -> usize {
        self.locked().undelivered(unread)
    }
}

/// Lends this thread's empty frame.
fn with_frame<R>(f: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    FRAME.with_borrow_mut(|frame| {
        // A panic may have left something.
        frame.clear();
        let done = f(frame);
        if frame.capacity() > SPARE {
            *frame = Vec::new();
        }
        done
    })
}

/// Bytes of memory that a thread keeps for its next frame, and the most that are written at once.
const SPARE: usize = 4096;

/// Writes a frame.
fn write(
    frame: &mut Vec<u8>,
    terms: &Terms,
    name: &str,
    message: Term<'_>,
) -> Result<(), &'static StaticAtom> {
    if name.is_empty() || name.len() > MAX_NAME {
        return Err(atom!("bad_name"));
    }
    let mut out = Out {
        bytes: frame,
        most: terms.max_frame as usize + HEADER_BYTES,
    };
    let written = out
        .put(&[0; HEADER_BYTES])
        .and_then(|()| match terms.format {
            Format::Erlang => encode::envelope(&mut out, name, message),
            Format::Json => json::envelope(&mut out, name, message),
        });
    written.map_err(encode::Unfit::atom)?;
    let length = (frame.len() - HEADER_BYTES) as u32;
    if let Some(header) = frame.first_chunk_mut() {
        *header = length.to_be_bytes();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{SPARE, with_frame};

    #[test]
    fn what_was_long_once_does_not_stay() {
        with_frame(|frame| frame.resize(SPARE, 1));
        with_frame(|frame| assert!(frame.is_empty() && frame.capacity() == SPARE));
        with_frame(|frame| frame.resize(1 << 20, 1));
        with_frame(|frame| assert!(frame.is_empty() && frame.capacity() <= SPARE));
    }
}
