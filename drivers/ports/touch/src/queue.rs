//! Events on their way from the ring to a process.

use alloc::vec::Vec;

use avm_port::PortError;
use avm_term::atom;
use class_touch::{PanelSize, Stats, TouchEvent, TouchKind, TouchStream};

use crate::geometry::Options;

/// A stream, and the events that were taken from it but not delivered yet: those of a message
/// that could not be sent wait here, so that none is lost.
pub(crate) struct Queue<S> {
    stream: S,
    options: Options,
    size: PanelSize,
    /// Never grows beyond what it was made with.
    held: Vec<TouchEvent>,
}

impl<S: TouchStream> Queue<S> {
    /// Makes room for as many events as the ring holds.
    pub(crate) fn new(stream: S, options: Options) -> Result<Self, PortError> {
        let mut held = Vec::new();
        let capacity = stream.stats().capacity as usize;
        let room = held.try_reserve_exact(capacity);
        room.map_err(|_| PortError::new(atom!("out_of_memory")))?;
        let size = stream.size();
        Ok(Self {
            stream,
            options,
            size,
            held,
        })
    }

    /// Takes events from the ring until `limit` are held, or there are no more.
    pub(crate) fn fill(&mut self, limit: usize) -> &[TouchEvent] {
        let start = self.held.len();
        let limit = limit.min(self.held.capacity());
        if start < limit {
            let blank = TouchEvent::new(0, TouchKind::Up, 0, 0, 0);
            self.held.resize(limit, blank);
            let drained = self
                .held
                .get_mut(start..)
                .map_or(0, |free| self.stream.drain(free));
            self.held.truncate(start + drained);
            for event in self.held.iter_mut().skip(start) {
                self.options.turn(self.size, event);
            }
        }
        &self.held
    }

    /// Takes all that the ring has.
    pub(crate) fn fill_all(&mut self) -> &[TouchEvent] {
        self.fill(usize::MAX)
    }

    /// The first `count` of the held events have been delivered.
    pub(crate) fn delivered(&mut self, count: usize) {
        self.held.drain(..count.min(self.held.len()));
    }

    pub(crate) fn held(&self) -> usize {
        self.held.len()
    }

    pub(crate) fn stats(&self) -> Stats {
        self.stream.stats()
    }

    pub(crate) fn stream(&self) -> &S {
        &self.stream
    }
}
