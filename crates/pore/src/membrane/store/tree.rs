//! What the store holds.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Access, DomId, Perm, perms};

/// What stands at a path.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Vec<u8>,
    /// Never empty.
    pub(super) perms: Vec<Perm>,
    /// Names right below.
    pub(super) children: BTreeSet<String>,
    /// Another one after each change.
    generation: u64,
}

impl Node {
    /// An empty one.
    pub(super) fn new(perms: Vec<Perm>) -> Self {
        Self {
            value: Vec::new(),
            perms,
            children: BTreeSet::new(),
            generation: 0,
        }
    }
}

/// All paths. The root is always there.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: BTreeMap<String, Node>,
    /// How many of them each domain owns.
    owned: BTreeMap<DomId, usize>,
    generation: u64,
}

impl Tree {
    pub(super) fn new() -> Self {
        let mut tree = Self {
            nodes: BTreeMap::new(),
            owned: BTreeMap::new(),
            generation: 0,
        };
        let everybody = [Perm::new(Access::Read, DomId(0))];
        tree.put("/", Some(Node::new(everybody.to_vec())));
        tree
    }

    pub(super) fn get(&self, path: &str) -> Option<&Node> {
        self.nodes.get(path)
    }

    /// What changes whenever the path does; `None` where there is none.
    pub(super) fn generation(&self, path: &str) -> Option<u64> {
        self.get(path).map(|node| node.generation)
    }

    /// Sets or takes away what stands at a path alone.
    pub(super) fn put(&mut self, path: &str, node: Option<Node>) {
        self.generation += 1;
        let generation = self.generation;
        let old = match node {
            Some(node) => {
                *self.owned.entry(perms::owner(&node.perms)).or_default() += 1;
                let node = Node { generation, ..node };
                self.nodes.insert(path.to_string(), node)
            }
            None => self.nodes.remove(path),
        };
        if let Some(old) = old
            && let Some(count) = self.owned.get_mut(&perms::owner(&old.perms))
        {
            *count = count.saturating_sub(1);
        }
    }

    /// How many paths a domain owns.
    pub(super) fn owned_by(&self, domid: DomId) -> usize {
        self.owned.get(&domid).copied().unwrap_or_default()
    }

    /// How many paths there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// All paths.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.nodes.keys().map(String::as_str)
    }
}
