//! The end that asks.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::{Event, MAX_PAYLOAD, StoreError, Tx};
use super::inbox::{Inbox, Outbox};
use super::parts;
use crate::legacy::{Operation, SockMsg};
use crate::pipe::Pipe;

/// The most requests without an answer.
const MOST_PENDING: usize = 64;
/// The most changes that nobody has asked for.
const MOST_EVENTS: usize = 4096;

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Which request, as [`Client::ask`] numbered it.
    pub req_id: u32,
    /// What was asked.
    pub operation: Operation,
    /// The payload of the reply, or why there is none.
    pub result: Result<Vec<u8>, StoreError>,
}

/// A connection to a store through bytes.
#[derive(Debug)]
pub struct Client<P> {
    pipe: P,
    inbox: Inbox,
    outbox: Outbox,
    pending: BTreeMap<u32, Operation>,
    last: u32,
    events: VecDeque<Event>,
    over: Option<StoreError>,
}

impl<P: Pipe> Client<P> {
    /// A connection through a pipe.
    pub fn new(pipe: P) -> Self {
        Self {
            pipe,
            inbox: Inbox::default(),
            outbox: Outbox::default(),
            pending: BTreeMap::new(),
            last: 0,
            events: VecDeque::new(),
            over: None,
        }
    }

    /// Asks for something: the number under which the answer will come.
    ///
    /// # Errors
    ///
    /// Too much is asked already, it is too long, or the connection is over.
    pub fn ask(&mut self, operation: Operation, tx: Tx, payload: &[u8]) -> Result<u32, StoreError> {
        if let Some(over) = self.over {
            return Err(over);
        }
        if payload.len() > MAX_PAYLOAD {
            return Err(StoreError::TooBig);
        }
        if self.pending.len() >= MOST_PENDING || self.outbox.is_full() {
            return Err(StoreError::NoSpace);
        }
        // 0 is the number of what nobody asked for.
        loop {
            self.last = self.last.wrapping_add(1).max(1);
            if !self.pending.contains_key(&self.last) {
                break;
            }
        }
        let header = SockMsg {
            operation,
            req_id: self.last,
            tx_id: tx.0,
            len: payload.len() as u32,
        };
        self.pending.insert(self.last, operation);
        self.outbox.push(header, payload);
        Ok(self.last)
    }

    /// Moves bytes both ways; the next answer, if one has come.
    ///
    /// # Errors
    ///
    /// The connection is over, or the store answers what was not asked: then it is over too.
    pub fn poll(&mut self) -> Result<Option<Answer>, StoreError> {
        if let Some(over) = self.over {
            return Err(over);
        }
        let answer = self.next_answer();
        self.over = answer.as_ref().err().copied();
        answer
    }

    fn next_answer(&mut self) -> Result<Option<Answer>, StoreError> {
        self.outbox.flush(&mut self.pipe)?;
        while let Some((header, payload)) = self.inbox.next(&mut self.pipe)? {
            if header.operation == Operation::WatchEvent {
                self.note(&payload)?;
            } else {
                return self.answer(header, payload).map(Some);
            }
        }
        Ok(None)
    }

    /// A change that a watch has told.
    pub fn next_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Why the connection is over, if it is.
    pub fn over(&self) -> Option<StoreError> {
        self.over
    }

    fn note(&mut self, payload: &[u8]) -> Result<(), StoreError> {
        let parts = parts(payload).map_err(|_| StoreError::Protocol)?;
        let [path, token] = parts.as_slice() else {
            return Err(StoreError::Protocol);
        };
        let event = Event {
            path: (*path).to_string(),
            token: (*token).to_string(),
        };
        if !self.events.contains(&event) {
            self.events.push_back(event);
        }
        if self.events.len() > MOST_EVENTS {
            return Err(StoreError::Protocol);
        }
        Ok(())
    }

    fn answer(&mut self, header: SockMsg, payload: Vec<u8>) -> Result<Answer, StoreError> {
        let req_id = header.req_id;
        let asked = self.pending.remove(&req_id);
        let operation = asked.ok_or(StoreError::Protocol)?;
        let result = if header.operation == Operation::Error {
            let name = payload.strip_suffix(b"\0").unwrap_or(&payload);
            Err(StoreError::from_name(name).unwrap_or(StoreError::Io))
        } else if header.operation == operation {
            Ok(payload)
        } else {
            return Err(StoreError::Protocol);
        };
        Ok(Answer {
            req_id,
            operation,
            result,
        })
    }
}
