//! A store through bytes, whose answers are waited for.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::{DomId, Event, Perm, Store, StoreError, Tx};
use super::{Answer, Client, joined, parts, perms};
use crate::legacy::Operation;
use crate::pipe::Pipe;

/// A [`Client`] that waits for each answer, by calling `wait` until it is there. An error of `wait`
/// ends the waiting: a time-out, for instance.
#[derive(Debug)]
pub struct Waiting<P, W> {
    client: Client<P>,
    domid: DomId,
    wait: W,
}

impl<P: Pipe, W: FnMut() -> Result<(), StoreError>> Waiting<P, W> {
    /// A store of a domain through a pipe.
    pub fn new(domid: DomId, pipe: P, wait: W) -> Self {
        Self {
            client: Client::new(pipe),
            domid,
            wait,
        }
    }

    fn call(
        &mut self,
        operation: Operation,
        tx: Tx,
        payload: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let asked = self.client.ask(operation, tx, payload)?;
        loop {
            match self.client.poll()? {
                Some(Answer { req_id, result, .. }) if req_id == asked => return result,
                // Of a request that was given up.
                Some(_) => {}
                None => (self.wait)()?,
            }
        }
    }

    fn at(&mut self, operation: Operation, tx: Tx, path: &str) -> Result<Vec<u8>, StoreError> {
        self.call(operation, tx, &joined([path])?)
    }

    fn done(&mut self, operation: Operation, tx: Tx, payload: &[u8]) -> Result<(), StoreError> {
        match self.call(operation, tx, payload)?.as_slice() {
            b"OK\0" => Ok(()),
            _ => Err(StoreError::Protocol),
        }
    }
}

impl<P: Pipe, W: FnMut() -> Result<(), StoreError>> Store for Waiting<P, W> {
    fn domid(&self) -> DomId {
        self.domid
    }

    fn read(&mut self, tx: Tx, path: &str) -> Result<Vec<u8>, StoreError> {
        self.at(Operation::Read, tx, path)
    }

    fn write(&mut self, tx: Tx, path: &str, value: &[u8]) -> Result<(), StoreError> {
        let mut payload = joined([path])?;
        payload.extend_from_slice(value);
        self.done(Operation::Write, tx, &payload)
    }

    fn mkdir(&mut self, tx: Tx, path: &str) -> Result<(), StoreError> {
        self.done(Operation::Mkdir, tx, &joined([path])?)
    }

    fn remove(&mut self, tx: Tx, path: &str) -> Result<(), StoreError> {
        self.done(Operation::Rm, tx, &joined([path])?)
    }

    fn list(&mut self, tx: Tx, path: &str) -> Result<Vec<String>, StoreError> {
        let names = self.at(Operation::Directory, tx, path)?;
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let names = parts(&names).map_err(|_| StoreError::Protocol)?;
        Ok(names.into_iter().map(ToString::to_string).collect())
    }

    fn get_perms(&mut self, tx: Tx, path: &str) -> Result<Vec<Perm>, StoreError> {
        let payload = self.at(Operation::GetPerms, tx, path)?;
        let texts = parts(&payload).map_err(|_| StoreError::Protocol)?;
        perms(&texts).map_err(|_| StoreError::Protocol)
    }

    fn set_perms(&mut self, tx: Tx, path: &str, perms: &[Perm]) -> Result<(), StoreError> {
        let texts: Vec<String> = perms.iter().map(|perm| perm.to_text()).collect();
        let parts = core::iter::once(path).chain(texts.iter().map(String::as_str));
        self.done(Operation::SetPerms, tx, &joined(parts)?)
    }

    fn watch(&mut self, path: &str, token: &str) -> Result<(), StoreError> {
        self.done(Operation::Watch, Tx::NONE, &joined([path, token])?)
    }

    fn unwatch(&mut self, path: &str, token: &str) -> Result<(), StoreError> {
        self.done(Operation::Unwatch, Tx::NONE, &joined([path, token])?)
    }

    fn begin(&mut self) -> Result<Tx, StoreError> {
        let payload = self.at(Operation::TransactionStart, Tx::NONE, "")?;
        let digits = core::str::from_utf8(payload.strip_suffix(b"\0").unwrap_or_default());
        let number = digits.ok().and_then(|digits| digits.parse().ok());
        number
            .filter(|number| *number != 0)
            .map(Tx)
            .ok_or(StoreError::Protocol)
    }

    fn end(&mut self, tx: Tx, keep: bool) -> Result<(), StoreError> {
        let letter = if keep { "T" } else { "F" };
        self.done(Operation::TransactionEnd, tx, &joined([letter])?)
    }

    fn next_event(&mut self) -> Result<Option<Event>, StoreError> {
        if let Some(event) = self.client.next_event() {
            return Ok(Some(event));
        }
        // Answers of requests that were given up may stand before it.
        while self.client.poll()?.is_some() {}
        Ok(self.client.next_event())
    }
}
