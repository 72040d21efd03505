//! A whole store.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::change::{Change, Transaction};
use super::scope::Scope;
use super::tree::Tree;
use super::watch::Watches;
use super::{Access, DomId, Event, Perm, Quota, StoreError, Tx, path};

/// One that is connected.
#[derive(Debug)]
struct Connection {
    domid: DomId,
    transactions: BTreeMap<u32, Transaction>,
    last_transaction: u32,
    watches: Watches,
}

/// A store: a tree, and those who are connected to it.
#[derive(Debug)]
pub struct Storelet {
    tree: Tree,
    connections: BTreeMap<u32, Connection>,
    last_connection: u32,
    quota: Quota,
}

impl Storelet {
    /// An empty one.
    pub fn new(quota: Quota) -> Self {
        Self {
            tree: Tree::new(),
            connections: BTreeMap::new(),
            last_connection: 0,
            quota,
        }
    }

    /// Makes the directory of a domain, which owns it; others may look at it.
    ///
    /// # Errors
    ///
    /// The domain has more than it may.
    pub fn introduce(&mut self, domid: DomId) -> Result<(), StoreError> {
        let home = path::home(domid);
        let mut scope = self.scope(DomId(0));
        scope.mkdir(&home)?;
        scope.set_perms(&home, &[Perm::new(Access::Read, domid)])?;
        let changes = scope.changes;
        self.tell(&changes);
        self.tell_special(path::INTRODUCED);
        Ok(())
    }

    /// Takes away the directory of a domain, and all its connections.
    pub fn release(&mut self, domid: DomId) {
        self.connections.retain(|_, other| other.domid != domid);
        let mut scope = self.scope(DomId(0));
        // That there is none is as well.
        let _ = scope.remove(&path::home(domid));
        let changes = scope.changes;
        self.tell(&changes);
        self.tell_special(path::RELEASED);
    }

    /// Connects a domain: the number of the connection.
    pub fn connect(&mut self, domid: DomId) -> u32 {
        // None of those that there are.
        loop {
            self.last_connection = self.last_connection.wrapping_add(1);
            if !self.connections.contains_key(&self.last_connection) {
                break;
            }
        }
        let connection = Connection {
            domid,
            transactions: BTreeMap::new(),
            last_transaction: 0,
            watches: Watches::default(),
        };
        self.connections.insert(self.last_connection, connection);
        self.last_connection
    }

    /// Ends a connection, with its watches and transactions.
    pub fn disconnect(&mut self, connection: u32) {
        self.connections.remove(&connection);
    }

    /// How many paths there are, the root too.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.tree.paths()
    }

    /// How many paths there are, the root too.
    pub fn len(&self) -> usize {
        self.tree.len()
    }

    /// Whether there is nothing but the root.
    pub fn is_empty(&self) -> bool {
        self.len() <= 1
    }

    /// Watches of all connections, and transactions that have begun.
    pub fn open_ends(&self) -> (usize, usize) {
        let connections = self.connections.values();
        connections.fold((0, 0), |(watches, transactions), connection| {
            (
                watches + connection.watches.len(),
                transactions + connection.transactions.len(),
            )
        })
    }

    fn scope(&mut self, domid: DomId) -> Scope<'_> {
        Scope {
            domid,
            tree: &mut self.tree,
            transaction: None,
            changes: Vec::new(),
            quota: &self.quota,
        }
    }

    fn connection(&mut self, connection: u32) -> Result<&mut Connection, StoreError> {
        self.connections
            .get_mut(&connection)
            .ok_or(StoreError::Gone)
    }

    /// Does one thing at a path, in a transaction or at once.
    pub(super) fn at<T>(
        &mut self,
        connection: u32,
        tx: Tx,
        path: &str,
        work: impl FnOnce(&mut Scope<'_>, &str) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let entry = self.connections.get_mut(&connection);
        let entry = entry.ok_or(StoreError::Gone)?;
        let path = path::resolve(entry.domid, path)?;
        let transaction = match tx {
            Tx::NONE => None,
            Tx(number) => {
                let transaction = entry.transactions.get_mut(&number);
                Some(transaction.ok_or(StoreError::NoEntry)?)
            }
        };
        let mut scope = Scope {
            domid: entry.domid,
            tree: &mut self.tree,
            transaction,
            changes: Vec::new(),
            quota: &self.quota,
        };
        let done = work(&mut scope, &path);
        let changes = scope.changes;
        self.tell(&changes);
        done
    }

    pub(super) fn watch(
        &mut self,
        connection: u32,
        path: &str,
        token: &str,
    ) -> Result<(), StoreError> {
        let quota = self.quota;
        let entry = self.connection(connection)?;
        entry.watches.add(entry.domid, path, token, &quota)
    }

    pub(super) fn unwatch(
        &mut self,
        connection: u32,
        path: &str,
        token: &str,
    ) -> Result<(), StoreError> {
        self.connection(connection)?.watches.remove(path, token)
    }

    pub(super) fn reset(&mut self, connection: u32) -> Result<(), StoreError> {
        let entry = self.connection(connection)?;
        entry.watches.clear();
        entry.transactions.clear();
        Ok(())
    }

    pub(super) fn begin(&mut self, connection: u32) -> Result<Tx, StoreError> {
        let most = self.quota.transactions;
        let entry = self.connection(connection)?;
        if entry.transactions.len() >= most {
            return Err(StoreError::NoSpace);
        }
        // 0 is none, and one that has begun is another.
        loop {
            entry.last_transaction = entry.last_transaction.wrapping_add(1).max(1);
            if !entry.transactions.contains_key(&entry.last_transaction) {
                break;
            }
        }
        let transaction = Transaction::default();
        entry
            .transactions
            .insert(entry.last_transaction, transaction);
        Ok(Tx(entry.last_transaction))
    }

    pub(super) fn end(&mut self, connection: u32, tx: Tx, keep: bool) -> Result<(), StoreError> {
        let entry = self.connection(connection)?;
        let domid = entry.domid;
        let transaction = entry.transactions.remove(&tx.0);
        let transaction = transaction.ok_or(StoreError::NoEntry)?;
        if keep {
            let changes = transaction.keep(&mut self.tree, domid, &self.quota)?;
            self.tell(&changes);
        }
        Ok(())
    }

    pub(super) fn next_event(&mut self, connection: u32) -> Result<Option<Event>, StoreError> {
        Ok(self.connection(connection)?.watches.next())
    }

    pub(super) fn is_introduced(&self, domid: DomId) -> bool {
        self.tree.get(&path::home(domid)).is_some()
    }

    pub(super) fn home(domid: DomId) -> String {
        path::home(domid)
    }

    fn tell(&mut self, changes: &[Change]) {
        for change in changes {
            for connection in self.connections.values_mut() {
                let domid = connection.domid;
                connection.watches.tell(domid, change, &self.quota);
            }
        }
    }

    fn tell_special(&mut self, path: &str) {
        let everybody = Perm::new(Access::Read, DomId(0));
        self.tell(&[Change {
            path: path.to_string(),
            exact: true,
            perms: [everybody].to_vec(),
        }]);
    }
}

impl Default for Storelet {
    fn default() -> Self {
        Self::new(Quota::DEFAULT)
    }
}
