//! Messages: terms on the way, with all that they hold.

use alloc::vec::Vec;

use avm_term::Value;
use avm_term::vm::RawTerm;

use crate::convert::{self, View};
use crate::heap::Node;

/// A term and the nodes that it is made of; a resource among them is held.
///
/// Whoever drops a message holds no lock: what it was the last to hold is dropped, too.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) nodes: Vec<Node>,
    pub(crate) root: RawTerm,
}

impl Message {
    /// A message of what a test says. A reference that the VM shows a resource by is that
    /// resource.
    pub(crate) fn of(vm: u32, value: &Value) -> Self {
        let mut nodes = Vec::new();
        let root = convert::import(vm, &mut nodes, value);
        Self { nodes, root }
    }

    /// What a test sees of it.
    pub(crate) fn value(&self, vm: u32) -> Value {
        let nodes = &self.nodes;
        View { nodes, vm }.value(self.root)
    }

    /// Whether a process that has read it holds something by it.
    pub(crate) fn holds(&self) -> bool {
        let is_held = |node: &Node| matches!(node, Node::Resource(_) | Node::Lent(_));
        self.nodes.iter().any(is_held)
    }
}
