//! Transactions, and what they and single requests change.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::tree::{Node, Tree};
use super::{DomId, Perm, Quota, StoreError, perms};

/// What watches are to tell of.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) path: String,
    /// It went because something above it did: only watches right on it tell.
    pub(super) exact: bool,
    /// Who may know.
    pub(super) perms: Vec<Perm>,
}

/// What was done and not kept yet.
#[derive(Debug, Default)]
pub(super) struct Transaction {
    /// What stood where, when it was first looked at.
    seen: BTreeMap<String, Option<u64>>,
    /// What is to stand where.
    puts: BTreeMap<String, Option<Node>>,
    pub(super) changes: Vec<Change>,
}

impl Transaction {
    pub(super) fn get(&mut self, tree: &Tree, path: &str) -> Option<Node> {
        if let Some(put) = self.puts.get(path) {
            return put.clone();
        }
        if !self.seen.contains_key(path) {
            self.seen.insert(path.into(), tree.generation(path));
        }
        tree.get(path).cloned()
    }

    pub(super) fn put(&mut self, tree: &Tree, path: &str, node: Option<Node>) {
        // What is written without a look has been looked at too.
        if !self.seen.contains_key(path) {
            self.seen.insert(path.into(), tree.generation(path));
        }
        self.puts.insert(path.into(), node);
    }

    /// Paths that a domain would own, once this is kept.
    pub(super) fn owned_by(&self, tree: &Tree, domid: DomId) -> usize {
        let is_owned = |node: &Node| perms::owner(&node.perms) == domid;
        let (mut more, mut less) = (0, 0);
        for (path, put) in &self.puts {
            more += usize::from(put.as_ref().is_some_and(is_owned));
            less += usize::from(tree.get(path).is_some_and(is_owned));
        }
        (tree.owned_by(domid) + more).saturating_sub(less)
    }

    /// Does it all, or nothing; what watches are to tell.
    pub(super) fn keep(
        self,
        tree: &mut Tree,
        domid: DomId,
        quota: &Quota,
    ) -> Result<Vec<Change>, StoreError> {
        let is_new = |(path, seen): (&String, &Option<u64>)| tree.generation(path) != *seen;
        if self.seen.iter().any(is_new) {
            return Err(StoreError::Again);
        }
        if domid != DomId(0) && self.owned_by(tree, domid) > quota.nodes {
            return Err(StoreError::NoSpace);
        }
        for (path, put) in self.puts {
            tree.put(&path, put);
        }
        Ok(self.changes)
    }
}
