//! What is to be sent, where any process of the node may put it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use avm_resource::{Counters, Resource};
use avm_term::{BuildError, Builder, IntoTerm, PortId, StaticAtom, Term, atom};
use pore::straw::{Format, HEADER_BYTES, MAX_NAME, Terms};

use crate::encode::{self, Out};
use crate::json;
use crate::names::with_text;

/// The outlets that there were and are.
pub static OUTLETS: Counters = Counters::new();

/// What is to be sent through a straw. Whoever has it queues messages, in its own process; the
/// straw's port writes them, many at a time.
#[derive(Debug)]
pub struct Outlet {
    port: PortId,
    queue: Mutex<Queue>,
}

#[derive(Debug)]
struct Queue {
    terms: Terms,
    is_open: bool,
    /// Frames that the port has not taken.
    bytes: Vec<u8>,
    /// Bytes that are not written: these, and what the port has taken.
    unwritten: usize,
    busy: bool,
    /// The port knows that there is something.
    woken: bool,
    /// How long the frames are that the peer has not read.
    lengths: VecDeque<u32>,
    /// Bytes of all frames so far, and of those that the peer has read.
    appended: u64,
    read: u64,
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
        let queue = Queue {
            terms: Terms::DEFAULT,
            is_open: false,
            bytes: Vec::new(),
            unwritten: 0,
            busy: false,
            woken: false,
            lengths: VecDeque::new(),
            appended: 0,
            read: 0,
        };
        Self {
            port,
            queue: Mutex::new(queue),
        }
    }

    fn locked(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The straw is open, under these terms.
    pub(crate) fn open(&self, terms: Terms) {
        let mut queue = self.locked();
        queue.terms = terms;
        queue.is_open = true;
    }

    /// The straw takes no more.
    pub(crate) fn shut(&self) {
        self.locked().is_open = false;
    }

    /// Queues a message, if there is room, and wakes the port.
    pub(crate) fn send(&self, name: Term<'_>, message: Term<'_>) -> Sent {
        Sent(FRAME.with_borrow_mut(|frame| {
            self.write(name, message, frame)?;
            self.queue(frame)?;
            // What was long once shall not stay.
            frame.shrink_to(SPARE);
            Ok(())
        }))
    }

    /// Writes a message as a frame, if there is room for one.
    pub(crate) fn write(
        &self,
        name: Term<'_>,
        message: Term<'_>,
        frame: &mut Vec<u8>,
    ) -> Result<(), &'static StaticAtom> {
        let terms = self.may_send()?;
        frame.clear();
        let named = with_text(name, |name| write(frame, &terms, name, message));
        named.ok_or(atom!("bad_name"))?
    }

    /// Queues a frame, and wakes the port.
    pub(crate) fn queue(&self, frame: &[u8]) -> Result<(), &'static StaticAtom> {
        let wake = self.locked().append(frame)?;
        if wake {
            self.port.wake();
        }
        Ok(())
    }

    fn may_send(&self) -> Result<Terms, &'static StaticAtom> {
        let queue = self.locked();
        match (queue.is_open, queue.busy) {
            (false, _) => Err(atom!("closed")),
            (_, true) => Err(atom!("busy")),
            _ => Ok(queue.terms),
        }
    }

    /// Takes all frames; what the caller had of them before is over.
    pub(crate) fn take(&self, into: &mut Vec<u8>) {
        into.clear();
        let mut queue = self.locked();
        core::mem::swap(&mut queue.bytes, into);
        queue.woken = false;
    }

    /// So many more bytes are written, and so many of all the peer has not read. True if sending
    /// was refused and no longer is.
    pub(crate) fn written(&self, bytes: usize, unread: u32) -> bool {
        let mut queue = self.locked();
        queue.unwritten = queue.unwritten.saturating_sub(bytes);
        queue.forget_read(unread);
        let unblocked = queue.busy && queue.unwritten <= queue.terms.water.low;
        queue.busy &= !unblocked;
        unblocked
    }

    /// Whether sending is refused for the time being.
    pub(crate) fn is_busy(&self) -> bool {
        self.locked().busy
    }

    /// Bytes that are not written.
    pub(crate) fn unwritten(&self) -> usize {
        self.locked().unwritten
    }

    /// How many messages the peer has not read, if it has not read so many bytes that were written.
    pub(crate) fn undelivered(&self, unread: u32) -> usize {
        let mut queue = self.locked();
        queue.forget_read(unread);
        queue.lengths.len()
    }
}

/// Bytes of memory that a thread keeps for its next frame.
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

impl Queue {
    /// Adds a frame; true if the port has to be told.
    fn append(&mut self, frame: &[u8]) -> Result<bool, &'static StaticAtom> {
        if !self.is_open {
            return Err(atom!("closed"));
        }
        let reserved = self.bytes.try_reserve(frame.len());
        reserved.map_err(|_| atom!("out_of_memory"))?;
        let reserved = self.lengths.try_reserve(1);
        reserved.map_err(|_| atom!("out_of_memory"))?;
        self.bytes.extend_from_slice(frame);
        self.lengths.push_back(frame.len() as u32);
        self.unwritten += frame.len();
        self.appended += frame.len() as u64;
        self.busy = self.unwritten >= self.terms.water.high;
        Ok(!core::mem::replace(&mut self.woken, true))
    }

    /// Forgets the frames that the peer has read whole.
    fn forget_read(&mut self, unread: u32) {
        let left = self.unwritten as u64 + u64::from(unread);
        let read = self.appended.saturating_sub(left);
        while let Some(length) = self.lengths.front().map(|length| u64::from(*length))
            && self.read + length <= read
        {
            self.read += length;
            self.lengths.pop_front();
        }
    }
}
