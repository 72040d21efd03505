//! The end that answers.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::{DomId, Perm, StoreError, Storelet, Tx};
use super::inbox::{Inbox, Outbox};
use super::{joined, parts, perms};
use crate::legacy::{Operation, SockMsg};
use crate::pipe::Pipe;

/// Answers one domain through bytes.
#[derive(Debug)]
pub struct Server<P> {
    pipe: P,
    inbox: Inbox,
    outbox: Outbox,
    connection: u32,
}

impl<P: Pipe> Server<P> {
    /// Connects a domain through a pipe.
    pub fn new(storelet: &mut Storelet, domid: DomId, pipe: P) -> Self {
        Self {
            pipe,
            inbox: Inbox::default(),
            outbox: Outbox::default(),
            connection: storelet.connect(domid),
        }
    }

    /// Does what was asked, as far as there is room for the answers; true if anything moved.
    ///
    /// # Errors
    ///
    /// The connection is over, and the domain disconnected: the pipe is over, or the domain sent
    /// what is no message.
    pub fn turn(&mut self, storelet: &mut Storelet) -> Result<bool, StoreError> {
        let moved = self.answer_all(storelet);
        if moved.is_err() {
            storelet.disconnect(self.connection);
        }
        moved
    }

    fn answer_all(&mut self, storelet: &mut Storelet) -> Result<bool, StoreError> {
        let mut moved = self.outbox.flush(&mut self.pipe)? > 0;
        while !self.outbox.is_full() {
            let Some((header, payload)) = self.inbox.next(&mut self.pipe)? else {
                break;
            };
            moved = true;
            let (operation, reply) = match self.answer(storelet, header, &payload) {
                Ok(reply) => (header.operation, reply),
                Err(StoreError::Gone) => return Err(StoreError::Gone),
                Err(error) => (Operation::Error, joined([error.name()])?),
            };
            self.push(operation, header.req_id, header.tx_id, &reply);
        }
        // Changes wait in the store, where those that are alike become one.
        while self.outbox.is_empty() {
            let Some(event) = storelet.next_event(self.connection)? else {
                break;
            };
            let payload = joined([event.path.as_str(), event.token.as_str()])?;
            self.push(Operation::WatchEvent, 0, 0, &payload);
            moved = true;
            self.outbox.flush(&mut self.pipe)?;
        }
        Ok(self.outbox.flush(&mut self.pipe)? > 0 || moved)
    }

    fn push(&mut self, operation: Operation, req_id: u32, tx_id: u32, payload: &[u8]) {
        let header = SockMsg {
            operation,
            req_id,
            tx_id,
            len: payload.len() as u32,
        };
        self.outbox.push(header, payload);
    }

    fn answer(
        &self,
        storelet: &mut Storelet,
        header: SockMsg,
        payload: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let tx = Tx(header.tx_id);
        match header.operation {
            Operation::Write => self.write(storelet, tx, payload),
            Operation::Read
            | Operation::Directory
            | Operation::GetPerms
            | Operation::SetPerms
            | Operation::Mkdir
            | Operation::Rm => self.at(storelet, header.operation, tx, payload),
            _ => self.other(storelet, header.operation, tx, payload),
        }
    }

    fn write(
        &self,
        storelet: &mut Storelet,
        tx: Tx,
        payload: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        // The value may hold any bytes, and does not end in NUL.
        let mut halves = payload.splitn(2, |byte| *byte == 0);
        let (Some(path), Some(value)) = (halves.next(), halves.next()) else {
            return Err(StoreError::Invalid);
        };
        let path = core::str::from_utf8(path).map_err(|_| StoreError::Invalid)?;
        storelet.at(self.connection, tx, path, |scope, path| {
            scope.write(path, value)
        })?;
        ok()
    }

    fn at(
        &self,
        storelet: &mut Storelet,
        operation: Operation,
        tx: Tx,
        payload: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let parts = parts(payload)?;
        let (path, rest) = parts.split_first().ok_or(StoreError::Invalid)?;
        if !rest.is_empty() && operation != Operation::SetPerms {
            return Err(StoreError::Invalid);
        }
        let rest = perms(rest)?;
        storelet.at(self.connection, tx, path, |scope, path| match operation {
            Operation::Read => scope.read(path),
            Operation::Directory => joined(scope.list(path)?.iter().map(String::as_str)),
            Operation::GetPerms => of_perms(&scope.get_perms(path)?),
            Operation::SetPerms => scope.set_perms(path, &rest).and_then(|()| ok()),
            Operation::Mkdir => scope.mkdir(path).and_then(|()| ok()),
            Operation::Rm => scope.remove(path).and_then(|()| ok()),
            _ => Err(StoreError::Unsupported),
        })
    }

    fn other(
        &self,
        storelet: &mut Storelet,
        operation: Operation,
        tx: Tx,
        payload: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let parts = parts(payload)?;
        match (operation, parts.as_slice()) {
            (Operation::Watch, [path, token]) => {
                storelet.watch(self.connection, path, token)?;
                ok()
            }
            (Operation::Unwatch, [path, token]) => {
                storelet.unwatch(self.connection, path, token)?;
                ok()
            }
            (Operation::TransactionStart, [""]) => {
                let Tx(number) = storelet.begin(self.connection)?;
                joined([alloc::format!("{number}").as_str()])
            }
            (Operation::TransactionEnd, [keep @ ("T" | "F")]) => {
                storelet.end(self.connection, tx, *keep == "T")?;
                ok()
            }
            (Operation::GetDomainPath, [number]) => {
                joined([Storelet::home(domid(number)?).as_str()])
            }
            (Operation::IsDomainIntroduced, [number]) => {
                let is = storelet.is_introduced(domid(number)?);
                joined([if is { "T" } else { "F" }])
            }
            (Operation::ResetWatches, [""]) => {
                storelet.reset(self.connection)?;
                ok()
            }
            (
                Operation::Watch
                | Operation::Unwatch
                | Operation::TransactionStart
                | Operation::TransactionEnd,
                _,
            ) => Err(StoreError::Invalid),
            _ => Err(StoreError::Unsupported),
        }
    }
}

fn ok() -> Result<Vec<u8>, StoreError> {
    joined(["OK"])
}

fn domid(text: &str) -> Result<DomId, StoreError> {
    text.parse().map(DomId).map_err(|_| StoreError::Invalid)
}

fn of_perms(perms: &[Perm]) -> Result<Vec<u8>, StoreError> {
    let texts: Vec<String> = perms.iter().map(|perm| perm.to_text()).collect();
    joined(texts.iter().map(String::as_str))
}
