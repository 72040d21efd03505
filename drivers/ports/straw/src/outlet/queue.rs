//! What is queued and what was written, and what the peer has not read of it.

use std::collections::VecDeque;

use avm_term::{StaticAtom, atom};
use pore::straw::Terms;

/// What waits to be written, and what is known of the rest.
#[derive(Debug)]
pub(super) struct Queue {
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

impl Queue {
    /// Of a straw that is not open yet.
    pub(super) fn new() -> Self {
        Self {
            terms: Terms::DEFAULT,
            is_open: false,
            bytes: Vec::new(),
            unwritten: 0,
            busy: false,
            woken: false,
            lengths: VecDeque::new(),
            appended: 0,
            read: 0,
        }
    }

    pub(super) fn open(&mut self, terms: Terms) {
        self.terms = terms;
        self.is_open = true;
    }

    pub(super) fn shut(&mut self) {
        self.is_open = false;
    }

    pub(super) fn may_send(&self) -> Result<Terms, &'static StaticAtom> {
        match (self.is_open, self.busy) {
            (false, _) => Err(atom!("closed")),
            (_, true) => Err(atom!("busy")),
            _ => Ok(self.terms),
        }
    }

    /// Whether all frames so far are written.
    pub(super) fn is_empty(&self) -> bool {
        self.unwritten == 0
    }

    /// Makes room for a frame, so that there is memory when it is added.
    pub(super) fn reserve(&mut self, length: usize) -> Result<(), &'static StaticAtom> {
        let bytes = self.bytes.try_reserve(length);
        let reserved = bytes.and_then(|()| self.lengths.try_reserve(1));
        reserved.map_err(|_| atom!("out_of_memory"))
    }

    /// Adds a frame; true if the port has to be told.
    pub(super) fn append(&mut self, frame: &[u8]) -> Result<bool, &'static StaticAtom> {
        self.reserve(frame.len())?;
        self.note(frame.len())?;
        self.bytes.extend_from_slice(frame);
        self.unwritten += frame.len();
        // Who asked before it was busy does not end that.
        self.busy |= self.unwritten >= self.terms.water.high;
        Ok(!core::mem::replace(&mut self.woken, true))
    }

    /// Notes a frame that is about to be written, to a peer that has read all that was. False if
    /// others were queued before it, so that it has to be, too.
    pub(super) fn pass(&mut self, length: usize) -> Result<bool, &'static StaticAtom> {
        if !self.is_empty() {
            return Ok(false);
        }
        // Nobody else may do it for long.
        self.forget_read(0);
        self.note(length)?;
        Ok(true)
    }

    fn note(&mut self, length: usize) -> Result<(), &'static StaticAtom> {
        if !self.is_open {
            return Err(atom!("closed"));
        }
        let reserved = self.lengths.try_reserve(1);
        reserved.map_err(|_| atom!("out_of_memory"))?;
        self.lengths.push_back(length as u32);
        self.appended += length as u64;
        Ok(())
    }

    /// Puts all frames where there is none.
    pub(super) fn take(&mut self, into: &mut Vec<u8>) {
        core::mem::swap(&mut self.bytes, into);
        self.woken = false;
    }

    /// So many more bytes are written; true if that ends being busy.
    pub(super) fn wrote(&mut self, bytes: usize, unread: u32) -> bool {
        self.unwritten = self.unwritten.saturating_sub(bytes);
        self.forget_read(unread);
        let unblocked = self.busy && self.unwritten <= self.terms.water.low;
        self.busy &= !unblocked;
        unblocked
    }

    pub(super) fn is_busy(&self) -> bool {
        self.busy
    }

    pub(super) fn unwritten(&self) -> usize {
        self.unwritten
    }

    pub(super) fn written(&self) -> u64 {
        self.appended.saturating_sub(self.unwritten as u64)
    }

    pub(super) fn undelivered(&mut self, unread: u32) -> usize {
        self.forget_read(unread);
        self.lengths.len()
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

#[cfg(test)]
mod tests {
    use pore::straw::{Terms, Water};

    use super::Queue;

    fn queue() -> Queue {
        let mut queue = Queue::new();
        queue.open(Terms {
            water: Water { high: 100, low: 10 },
            ..Terms::DEFAULT
        });
        queue
    }

    #[test]
    fn what_was_reserved_is_there_for_the_frame() {
        let mut queue = queue();
        assert!(queue.reserve(usize::MAX).is_err(), "no memory is an error");
        assert!(queue.reserve(1000).is_ok());
        let rooms = |queue: &Queue| (queue.bytes.capacity(), queue.lengths.capacity());
        let reserved = rooms(&queue);
        assert_eq!(queue.append(&[0; 1000]).ok(), Some(true));
        assert_eq!(rooms(&queue), reserved, "nothing is allocated any more");
    }

    /// Two have asked; what the first one sends fills the queue, and some of it is written before
    /// the second one sends.
    #[test]
    fn who_asked_before_it_was_busy_does_not_end_that() {
        let mut queue = queue();
        assert!(queue.may_send().is_ok() && queue.may_send().is_ok());
        assert_eq!(queue.append(&[0; 100]).ok(), Some(true));
        assert!(queue.is_busy() && !queue.wrote(80, 80));
        assert_eq!(queue.append(&[0; 10]).ok(), Some(false));
        assert!(queue.is_busy());
        assert!(queue.wrote(20, 100), "whoever waits is told");
    }
}
