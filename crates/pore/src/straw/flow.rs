//! A straw: what is queued, what came, and turns that move both.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::fmt;
use core::ops::ControlFlow;

use super::{Deframer, FrameError, Inbound, Message, Pipe, Rejects, Terms};

/// The most bytes that are moved in one direction before the other has its turn.
const CHUNK: usize = 4096;

/// Why a straw is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Closed<E> {
    /// What the peer sent is no frame.
    Frame(FrameError),
    /// What it flows through is over.
    Pipe(E),
}

impl<E: fmt::Display> fmt::Display for Closed<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(error) => error.fmt(f),
            Self::Pipe(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> core::error::Error for Closed<E> {}

/// What a straw has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Frames that were queued to be sent.
    pub queued_frames: u64,
    /// Bytes that were written.
    pub written: u64,
    /// Bytes that were read.
    pub read: u64,
    /// Frames that came in whole: delivered or rejected.
    pub frames: u64,
    /// Envelopes that were delivered.
    pub delivered: u64,
    /// Envelopes that were not.
    pub rejects: Rejects,
    /// Bytes copied on the way out, into the queue and out of it.
    pub copied_out: u64,
    /// Bytes copied on the way in.
    pub copied_in: u64,
}

/// What a turn did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Bytes written.
    pub written: usize,
    /// Bytes read.
    pub read: usize,
    /// The budget was used up, so there may be more to do at once.
    pub more: bool,
    /// The receiver asked for a pause, and more may stand ready for it.
    pub paused: bool,
    /// Sending was refused before this turn and is taken now.
    pub unblocked: bool,
}

/// One end of a straw.
#[derive(Debug)]
pub struct Straw<P: Pipe> {
    pipe: P,
    pub(super) terms: Terms,
    pub(super) queue: VecDeque<u8>,
    pub(super) busy: bool,
    /// For an envelope that is being written.
    pub(super) scratch: Vec<u8>,
    /// What was read and not yet looked at: from `inbox_at` to `inbox_end`.
    inbox: Vec<u8>,
    inbox_at: usize,
    inbox_end: usize,
    frames: Deframer,
    pub(super) stats: Stats,
    /// Writing is over; what came before is still read.
    mute: Option<P::Error>,
    pub(super) closed: Option<Closed<P::Error>>,
}

impl<P: Pipe> Straw<P> {
    /// An end over `pipe`.
    pub const fn new(pipe: P, terms: Terms) -> Self {
        Self {
            pipe,
            terms,
            queue: VecDeque::new(),
            busy: false,
            scratch: Vec::new(),
            inbox: Vec::new(),
            inbox_at: 0,
            inbox_end: 0,
            frames: Deframer::new(terms.max_frame),
            stats: Stats {
                queued_frames: 0,
                written: 0,
                read: 0,
                frames: 0,
                delivered: 0,
                rejects: Rejects::NONE,
                copied_out: 0,
                copied_in: 0,
            },
            mute: None,
            closed: None,
        }
    }

    /// Writes and reads by turns, at most `budget` bytes each way, and calls `deliver` for each
    /// message; after a `Break` the rest waits for the next turn.
    ///
    /// Neither direction starves the other, and no message is looked at twice: the steps are in
    /// proportion to the bytes, however many wait.
    ///
    /// # Errors
    ///
    /// The straw is over, and so is every later turn. All that came before was delivered.
    pub fn turn<T>(
        &mut self,
        budget: usize,
        inbound: &Inbound<'_, T>,
        mut deliver: impl FnMut(&T, Message<'_>) -> ControlFlow<()>,
    ) -> Result<Turn, Closed<P::Error>> {
        if let Some(closed) = self.closed {
            return Err(closed);
        }
        let mut turn = Turn::default();
        loop {
            let written = self.write_some(CHUNK.min(budget.saturating_sub(turn.written)));
            let room = CHUNK.min(budget.saturating_sub(turn.read));
            let read = if turn.paused {
                0
            } else {
                self.read_some(room).map_err(|closed| self.close(closed))?
            };
            turn.written += written;
            turn.read += read;
            turn.paused = turn.paused || self.deliver_some(inbound, &mut deliver)?;
            if written == 0 && read == 0 {
                break;
            }
        }
        turn.more = turn.written >= budget || turn.read >= budget;
        turn.unblocked = self.busy && self.queue.len() <= self.terms.water.low;
        self.busy = self.busy && !turn.unblocked;
        match self.mute {
            Some(error) if turn.read == 0 && !turn.paused => Err(self.close(Closed::Pipe(error))),
            _ => Ok(turn),
        }
    }

    /// Writes what is queued, as much as there is room for, and reads nothing.
    pub fn flush(&mut self) {
        while self.write_some(usize::MAX) > 0 {}
    }

    fn write_some(&mut self, most: usize) -> usize {
        let (ready, _) = self.queue.as_slices();
        let ready = ready.get(..most).unwrap_or(ready);
        if ready.is_empty() || self.mute.is_some() {
            return 0;
        }
        match self.pipe.write(ready) {
            Ok(written) => {
                let written = written.min(ready.len());
                self.queue.drain(..written);
                self.stats.written += written as u64;
                self.stats.copied_out += written as u64;
                written
            }
            Err(error) => {
                self.mute = Some(error);
                0
            }
        }
    }

    /// Reads into the inbox, if all of it was looked at.
    fn read_some(&mut self, most: usize) -> Result<usize, Closed<P::Error>> {
        if self.inbox_at < self.inbox_end || most == 0 {
            return Ok(0);
        }
        if self.inbox.is_empty() {
            let reserved = self.inbox.try_reserve_exact(CHUNK);
            reserved.map_err(|_| Closed::Frame(FrameError::OutOfMemory))?;
            self.inbox.resize(CHUNK, 0);
        }
        let room = self.inbox.get_mut(..most).unwrap_or_default();
        let read = self.pipe.read(room).map_err(Closed::Pipe)?.min(most);
        (self.inbox_at, self.inbox_end) = (0, read);
        self.stats.read += read as u64;
        Ok(read)
    }

    /// Delivers what the inbox holds; true when the receiver asked for a pause.
    fn deliver_some<T>(
        &mut self,
        inbound: &Inbound<'_, T>,
        deliver: &mut impl FnMut(&T, Message<'_>) -> ControlFlow<()>,
    ) -> Result<bool, Closed<P::Error>> {
        while let Some(rest) = self
            .inbox
            .get(self.inbox_at..self.inbox_end)
            .filter(|rest| !rest.is_empty())
        {
            let (taken, payload) = match self.frames.next(rest) {
                Ok(next) => next,
                Err(error) => return Err(self.close(Closed::Frame(error))),
            };
            self.inbox_at += taken;
            let Some(payload) = payload else { continue };
            self.stats.frames += 1;
            match inbound.open(self.terms.format, payload) {
                Ok((target, message)) => {
                    self.stats.delivered += 1;
                    if deliver(target, message).is_break() {
                        return Ok(true);
                    }
                }
                Err(reject) => self.stats.rejects.count(reject),
            }
        }
        Ok(false)
    }

    fn close(&mut self, closed: Closed<P::Error>) -> Closed<P::Error> {
        self.closed = Some(closed);
        closed
    }

    /// What it is used under.
    pub fn terms(&self) -> Terms {
        self.terms
    }

    /// What it has done.
    pub fn stats(&self) -> Stats {
        Stats {
            copied_in: self.stats.read + self.frames.copied(),
            ..self.stats
        }
    }

    /// Whether sending is refused for the time being.
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// Bytes that are queued and not written.
    pub fn queued(&self) -> usize {
        self.queue.len()
    }

    /// Why it is over, if it is.
    pub fn closed(&self) -> Option<Closed<P::Error>> {
        self.closed
    }

    /// What it flows through, to be slept on or closed.
    pub fn pipe(&mut self) -> &mut P {
        &mut self.pipe
    }
}
