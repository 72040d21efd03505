//! Between nodes, as callbacks and messages have them, and `Value`s.

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use avm_term::vm::RawTerm;
use avm_term::{Pid, Value};

use crate::heap::{self, NIL, Node};
use crate::{atoms, resources, world};

/// How deep a term may be nested to be seen whole. What is nested deeper is seen as `'...'`: a
/// `Value` is dropped by recursion, and the stack of a test is small.
const MAX_SEEN: usize = 512;

/// Copies a value into nodes. Nothing is counted as an allocation here: who calls has done so.
pub(crate) fn import(vm: u32, nodes: &mut Vec<Node>, value: &Value) -> RawTerm {
    let node = match value {
        Value::Atom(text) => return heap::atom_word(atoms::intern(text)),
        Value::Pid(process) => return heap::pid_word(world::pid(*process).raw()),
        Value::Port(number) => return heap::port_word(*number),
        Value::List(elements) => return import_list(vm, nodes, elements, NIL),
        Value::Improper(elements, tail) => {
            let tail = import(vm, nodes, tail);
            return import_list(vm, nodes, elements, tail);
        }
        Value::Integer(value) => Node::Integer(*value),
        Value::Float(value) => Node::Float(*value),
        Value::Reference(number) => match resources::find(vm, *number) {
            Some(hold) => Node::Resource(hold),
            None => Node::Reference(*number),
        },
        Value::Function(number) => Node::Function(*number),
        Value::Tuple(elements) => {
            Node::Tuple(elements.iter().map(|e| import(vm, nodes, e)).collect())
        }
        Value::Map(map) => Node::Map(
            map.iter()
                .map(|(k, v)| (import(vm, nodes, k), import(vm, nodes, v)))
                .collect(),
        ),
        Value::Binary(bytes) => Node::Binary(bytes.as_slice().into()),
        Value::Bitstring(bytes, last) => Node::Bitstring(bytes.as_slice().into(), *last),
    };
    heap::push(nodes, node)
}

fn import_list(vm: u32, nodes: &mut Vec<Node>, elements: &[Value], tail: RawTerm) -> RawTerm {
    elements.iter().rev().fold(tail, |tail, element| {
        let head = import(vm, nodes, element);
        heap::push(nodes, Node::Cell(head, tail))
    })
}

/// Terms as a VM shows them.
#[derive(Clone, Copy)]
pub(crate) struct View<'n> {
    pub(crate) nodes: &'n [Node],
    pub(crate) vm: u32,
}

impl View<'_> {
    /// Copies a term out.
    pub(crate) fn value(self, term: RawTerm) -> Value {
        self.seen(term, MAX_SEEN)
    }

    fn seen(self, term: RawTerm, depth: usize) -> Value {
        let Some(node) = heap::node(self.nodes, term) else {
            return immediate(term);
        };
        let depth = match (node, depth.checked_sub(1)) {
            (Node::Tuple(_) | Node::Map(_) | Node::Cell(..), None) => return Value::atom("..."),
            (_, left) => left.unwrap_or(0),
        };
        match node {
            Node::Integer(value) => Value::Integer(*value),
            Node::Float(value) => Value::Float(*value),
            Node::Reference(number) => Value::Reference(*number),
            Node::Resource(hold) => Value::Reference(resources::number(self.vm, hold.resource())),
            Node::Function(number) => Value::Function(*number),
            Node::Binary(bytes) => Value::binary(bytes),
            Node::Lent(lent) => Value::binary(lent.bytes()),
            Node::Bitstring(bytes, last) => Value::Bitstring(bytes.to_vec(), *last),
            Node::Tuple(elements) => Value::tuple(elements.iter().map(|e| self.seen(*e, depth))),
            Node::Map(pairs) => Value::map(
                pairs
                    .iter()
                    .map(|(k, v)| (self.seen(*k, depth), self.seen(*v, depth))),
            ),
            Node::Cell(head, tail) => self.list(*head, *tail, depth),
        }
    }

    fn list(self, head: RawTerm, mut tail: RawTerm, depth: usize) -> Value {
        let mut elements = vec![self.seen(head, depth)];
        while let Some(Node::Cell(head, rest)) = heap::node(self.nodes, tail) {
            elements.push(self.seen(*head, depth));
            tail = *rest;
        }
        if tail == NIL {
            Value::List(elements)
        } else {
            Value::improper(elements, self.seen(tail, depth))
        }
    }

    /// Compares in term order.
    pub(crate) fn compare(self, a: RawTerm, b: RawTerm) -> Ordering {
        self.compare_in(Among::Terms, a, b)
    }

    /// Compares keys of a map.
    pub(crate) fn compare_keys(self, a: RawTerm, b: RawTerm) -> Ordering {
        self.compare_in(Among::Keys, a, b)
    }

    /// With a stack of its own, because terms may be nested as deep as memory allows.
    fn compare_in(self, among: Among, a: RawTerm, b: RawTerm) -> Ordering {
        let mut later = vec![(among, a, b)];
        while let Some(next) = later.pop() {
            let order = self.compare_heads(next, &mut later);
            if order.is_ne() {
                return order;
            }
        }
        Ordering::Equal
    }

    /// Compares all but the parts of two terms, which are left for later, first part last.
    fn compare_heads(
        self,
        (among, a, b): (Among, RawTerm, RawTerm),
        later: &mut Vec<(Among, RawTerm, RawTerm)>,
    ) -> Ordering {
        let nodes = (heap::node(self.nodes, a), heap::node(self.nodes, b));
        match nodes {
            (Some(Node::Tuple(a)), Some(Node::Tuple(b))) => {
                later.extend(a.iter().zip(b).map(|(a, b)| (among, *a, *b)).rev());
                a.len().cmp(&b.len())
            }
            (Some(Node::Cell(head_a, tail_a)), Some(Node::Cell(head_b, tail_b))) => {
                later.push((among, *tail_a, *tail_b));
                later.push((among, *head_a, *head_b));
                Ordering::Equal
            }
            (Some(Node::Map(a)), Some(Node::Map(b))) => {
                let both = || a.iter().zip(b);
                later.extend(both().map(|(a, b)| (among, a.1, b.1)).rev());
                later.extend(both().map(|(a, b)| (Among::Keys, a.0, b.0)).rev());
                a.len().cmp(&b.len())
            }
            _ => match among {
                Among::Terms => self.head(a).cmp(&self.head(b)),
                Among::Keys => self.head(a).cmp_as_key(&self.head(b)),
            },
        }
    }

    /// A value of the same type, and the same place among other types, as the term.
    fn head(self, term: RawTerm) -> Value {
        match heap::node(self.nodes, term) {
            Some(Node::Tuple(_)) => Value::tuple([]),
            Some(Node::Map(_)) => Value::map([]),
            Some(Node::Cell(..)) => Value::list([Value::from(0)]),
            _ => self.seen(term, 0),
        }
    }
}

/// In which order terms are compared.
#[derive(Clone, Copy)]
enum Among {
    /// Numbers by their value.
    Terms,
    /// Every integer before every float.
    Keys,
}

fn immediate(term: RawTerm) -> Value {
    if let Some(place) = heap::atom_place(term) {
        return Value::Atom(atoms::text(place));
    }
    if let Some(pid) = heap::pid_of(term) {
        return Value::Pid(world::number(Pid::from_raw(pid)));
    }
    match heap::port_number(term) {
        Some(number) => Value::Port(number),
        None => Value::List(Vec::new()),
    }
}

/// Copies a term from nodes behind others. Nodes refer only to older ones, so two walks do it,
/// and what is shared stays shared.
pub(crate) fn copy(from: &[Node], term: RawTerm, to: &mut Vec<Node>) -> RawTerm {
    let Some(root) = heap::node_place(term) else {
        return term;
    };
    let mut wanted = vec![false; root + 1];
    wanted[root] = true;
    for place in (0..=root).rev().filter(|place| *place < from.len()) {
        if wanted[place] {
            from[place].for_parts(|part| {
                if let Some(older) = heap::node_place(part).and_then(|at| wanted.get_mut(at)) {
                    *older = true;
                }
            });
        }
    }
    let mut copies = vec![NIL; root + 1];
    let found = (0..=root).zip(from).filter(|(place, _)| wanted[*place]);
    let found: Vec<_> = found.collect();
    for (place, node) in found {
        let moved = |part: RawTerm| match heap::node_place(part) {
            Some(older) => copies.get(older).copied().unwrap_or(NIL),
            None => part,
        };
        let copy = node.with_parts(moved);
        copies[place] = heap::push(to, copy);
    }
    copies[root]
}
