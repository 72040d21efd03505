//! A connection to a store in the same thread.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::{DomId, Event, Perm, Store, StoreError, Storelet, Tx};

/// A domain's connection to a [`Storelet`]. It ends when it is dropped.
#[derive(Debug)]
pub struct LocalStore {
    storelet: Rc<RefCell<Storelet>>,
    connection: u32,
    domid: DomId,
}

impl LocalStore {
    /// Connects a domain.
    pub fn new(storelet: &Rc<RefCell<Storelet>>, domid: DomId) -> Self {
        let connection = storelet.borrow_mut().connect(domid);
        Self {
            storelet: Rc::clone(storelet),
            connection,
            domid,
        }
    }
}

impl Drop for LocalStore {
    fn drop(&mut self) {
        self.storelet.borrow_mut().disconnect(self.connection);
    }
}

impl Store for LocalStore {
    fn domid(&self) -> DomId {
        self.domid
    }

    fn read(&mut self, tx: Tx, path: &str) -> Result<Vec<u8>, StoreError> {
        let mut store = self.storelet.borrow_mut();
        store.at(self.connection, tx, path, |scope, path| scope.read(path))
    }

    fn write(&mut self, tx: Tx, path: &str, value: &[u8]) -> Result<(), StoreError> {
        let mut store = self.storelet.borrow_mut();
        store.at(self.connection, tx, path, |scope, path| {
            scope.write(path, value)
        })
    }

    fn mkdir(&mut self, tx: Tx, path: &str) -> Result<(), StoreError> {
        let mut store = self.storelet.borrow_mut();
        store.at(self.connection, tx, path, |scope, path| scope.mkdir(path))
    }

    fn remove(&mut self, tx: Tx, path: &str) -> Result<(), StoreError> {
        let mut store = self.storelet.borrow_mut();
        store.at(self.connection, tx, path, |scope, path| scope.remove(path))
    }

    fn list(&mut self, tx: Tx, path: &str) -> Result<Vec<String>, StoreError> {
        let mut store = self.storelet.borrow_mut();
        store.at(self.connection, tx, path, |scope, path| scope.list(path))
    }

    fn get_perms(&mut self, tx: Tx, path: &str) -> Result<Vec<Perm>, StoreError> {
        let mut store = self.storelet.borrow_mut();
        store.at(self.connection, tx, path, |scope, path| {
            scope.get_perms(path)
        })
    }

    fn set_perms(&mut self, tx: Tx, path: &str, perms: &[Perm]) -> Result<(), StoreError> {
        let mut store = self.storelet.borrow_mut();
        store.at(self.connection, tx, path, |scope, path| {
            scope.set_perms(path, perms)
        })
    }

    fn watch(&mut self, path: &str, token: &str) -> Result<(), StoreError> {
        let mut store = self.storelet.borrow_mut();
        store.watch(self.connection, path, token)
    }

    fn unwatch(&mut self, path: &str, token: &str) -> Result<(), StoreError> {
        let mut store = self.storelet.borrow_mut();
        store.unwatch(self.connection, path, token)
    }

    fn begin(&mut self) -> Result<Tx, StoreError> {
        self.storelet.borrow_mut().begin(self.connection)
    }

    fn end(&mut self, tx: Tx, keep: bool) -> Result<(), StoreError> {
        self.storelet.borrow_mut().end(self.connection, tx, keep)
    }

    fn next_event(&mut self) -> Result<Option<Event>, StoreError> {
        self.storelet.borrow_mut().next_event(self.connection)
    }
}
