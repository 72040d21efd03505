//! What requests do to the tree, at once or in a transaction.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::change::{Change, Transaction};
use super::tree::{Node, Tree};
use super::{Access, DomId, MAX_PAYLOAD, Perm, Quota, StoreError, path, perms};

/// Where a request of a domain works.
pub(super) struct Scope<'s> {
    pub(super) domid: DomId,
    pub(super) tree: &'s mut Tree,
    pub(super) transaction: Option<&'s mut Transaction>,
    /// Of requests outside transactions.
    pub(super) changes: Vec<Change>,
    pub(super) quota: &'s Quota,
}

impl Scope<'_> {
    fn get(&mut self, path: &str) -> Option<Node> {
        match &mut self.transaction {
            Some(transaction) => transaction.get(self.tree, path),
            None => self.tree.get(path).cloned(),
        }
    }

    fn put(&mut self, path: &str, node: Option<Node>) {
        match &mut self.transaction {
            Some(transaction) => transaction.put(self.tree, path, node),
            None => self.tree.put(path, node),
        }
    }

    fn tell(&mut self, path: &str, exact: bool, perms: Vec<Perm>) {
        let path = path.to_string();
        let change = Change { path, exact, perms };
        match &mut self.transaction {
            Some(transaction) => transaction.changes.push(change),
            None => self.changes.push(change),
        }
    }

    /// What stands at a path, for who may do what is needed.
    fn access(&mut self, path: &str, need: Access) -> Result<Node, StoreError> {
        match self.get(path) {
            Some(node) if perms::allow(&node.perms, self.domid, need) => Ok(node),
            Some(_) => Err(StoreError::Access),
            // Only who may read what is above learns that there is nothing.
            None => {
                let (_, above) = self.above(path)?;
                if perms::allow(&above.perms, self.domid, Access::Read) {
                    Err(StoreError::NoEntry)
                } else {
                    Err(StoreError::Access)
                }
            }
        }
    }

    /// The nearest path above that is there.
    fn above(&mut self, path: &str) -> Result<(String, Node), StoreError> {
        let mut path = path;
        while let Some((above, _)) = path::split(path) {
            if let Some(node) = self.get(above) {
                return Ok((above.to_string(), node));
            }
            path = above;
        }
        // The root is always there, so this is a path without one.
        Err(StoreError::Invalid)
    }

    pub(super) fn read(&mut self, path: &str) -> Result<Vec<u8>, StoreError> {
        Ok(self.access(path, Access::Read)?.value)
    }

    pub(super) fn list(&mut self, path: &str) -> Result<Vec<String>, StoreError> {
        let names = self.access(path, Access::Read)?.children;
        if names.iter().map(|name| name.len() + 1).sum::<usize>() > MAX_PAYLOAD {
            return Err(StoreError::TooBig);
        }
        Ok(names.into_iter().collect())
    }

    pub(super) fn get_perms(&mut self, path: &str) -> Result<Vec<Perm>, StoreError> {
        Ok(self.access(path, Access::Read)?.perms)
    }

    pub(super) fn write(&mut self, path: &str, value: &[u8]) -> Result<(), StoreError> {
        if path.len() + 1 + value.len() > MAX_PAYLOAD || value.len() > self.quota.value {
            return Err(StoreError::TooBig);
        }
        let mut node = match self.get(path) {
            Some(_) => self.access(path, Access::Write)?,
            None => self.create(path)?,
        };
        node.value = value.to_vec();
        self.tell(path, false, node.perms.clone());
        self.put(path, Some(node));
        Ok(())
    }

    pub(super) fn mkdir(&mut self, path: &str) -> Result<(), StoreError> {
        if self.get(path).is_some() {
            return self.access(path, Access::Write).map(drop);
        }
        let node = self.create(path)?;
        self.tell(path, false, node.perms);
        Ok(())
    }

    /// Makes a path and what is missing above it.
    fn create(&mut self, path: &str) -> Result<Node, StoreError> {
        let (mut at, mut above) = self.above(path)?;
        if !perms::allow(&above.perms, self.domid, Access::Write) {
            return Err(StoreError::Access);
        }
        let perms = perms::inherited(&above.perms, self.domid);
        let missing = path.strip_prefix(at.as_str()).unwrap_or_default();
        let missing = missing.trim_start_matches('/');
        self.may_own(missing.split('/').count())?;
        for name in missing.split('/') {
            above.children.insert(name.to_string());
            self.put(&at, Some(above));
            at = path::join(&at, name);
            above = Node::new(perms.clone());
        }
        self.put(&at, Some(above.clone()));
        Ok(above)
    }

    fn may_own(&self, more: usize) -> Result<(), StoreError> {
        let owned = match &self.transaction {
            Some(transaction) => transaction.owned_by(self.tree, self.domid),
            None => self.tree.owned_by(self.domid),
        };
        if self.domid != DomId(0) && owned + more > self.quota.nodes {
            return Err(StoreError::NoSpace);
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, path: &str) -> Result<(), StoreError> {
        let Some((above, name)) = path::split(path) else {
            return Err(StoreError::Invalid);
        };
        if self.get(path).is_none() {
            return self.access(above, Access::Read).map(drop);
        }
        let node = self.access(path, Access::Write)?;
        if let Some(mut parent) = self.get(above) {
            parent.children.remove(name);
            self.put(above, Some(parent));
        }
        self.tell(path, false, node.perms.clone());
        self.put(path, None);
        let mut below: Vec<String> = children(path, &node).collect();
        while let Some(path) = below.pop() {
            if let Some(node) = self.get(&path) {
                below.extend(children(&path, &node));
                self.tell(&path, true, node.perms);
                self.put(&path, None);
            }
        }
        Ok(())
    }

    pub(super) fn set_perms(&mut self, path: &str, perms: &[Perm]) -> Result<(), StoreError> {
        let mut node = self.access(path, Access::Write)?;
        let (old, new) = (perms::owner(&node.perms), perms::owner(perms));
        if perms.is_empty() {
            return Err(StoreError::Invalid);
        }
        if self.domid != DomId(0) && (self.domid != old || new != old) {
            return Err(StoreError::Permission);
        }
        node.perms = perms.to_vec();
        self.tell(path, false, perms.to_vec());
        self.put(path, Some(node));
        Ok(())
    }
}

fn children<'a>(path: &'a str, node: &'a Node) -> impl Iterator<Item = String> + 'a {
    node.children.iter().map(move |name| path::join(path, name))
}
