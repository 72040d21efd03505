//! Heaps: the nodes that terms are words for.
//!
//! A word carries its meaning in its two low bits: a node of its heap, an atom, a pid, a port or
//! nil. Words of all kinds but the first mean the same in every heap.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use avm_term::vm::{RawEnv, RawPid, RawTerm};

use crate::convert::{self, View};
use crate::lent::Lent;
use crate::lock::{Guard, Lock};
use crate::resources::Hold;

const NODE: usize = 0;
const ATOM: usize = 1;
const PID: usize = 2;
/// Nil is the low bits alone; a port has its number, counted from 1, above them.
const PORT: usize = 3;
pub(crate) const NIL: RawTerm = RawTerm(PORT);

/// A term that is no immediate.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Integer(i128),
    Float(f64),
    /// The bytes are boxed: they stay where they are when the heap grows.
    Binary(Box<[u8]>),
    /// Bytes, and how many bits of the last one count.
    Bitstring(Box<[u8]>, u8),
    Tuple(Vec<RawTerm>),
    Cell(RawTerm, RawTerm),
    /// In term order of the keys.
    Map(Vec<(RawTerm, RawTerm)>),
    Reference(u64),
    Function(u64),
    Resource(Hold),
    /// A binary whose bytes a resource owns.
    Lent(Lent),
}

impl Node {
    /// Shows the terms that a compound one is made of.
    pub(crate) fn for_parts(&self, mut show: impl FnMut(RawTerm)) {
        match self {
            Self::Tuple(elements) => elements.iter().for_each(|element| show(*element)),
            Self::Cell(head, tail) => [head, tail].into_iter().for_each(|part| show(*part)),
            Self::Map(pairs) => pairs.iter().for_each(|(key, value)| {
                show(*key);
                show(*value);
            }),
            _ => {}
        }
    }

    /// The same, of other parts.
    pub(crate) fn with_parts(&self, part: impl Fn(RawTerm) -> RawTerm) -> Self {
        match self {
            Self::Tuple(elements) => Self::Tuple(elements.iter().map(|e| part(*e)).collect()),
            Self::Cell(head, tail) => Self::Cell(part(*head), part(*tail)),
            Self::Map(pairs) => Self::Map(
                pairs
                    .iter()
                    .map(|(key, value)| (part(*key), part(*value)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }
}

/// A heap, and the VM that it belongs to.
#[derive(Debug)]
pub(crate) struct Heap {
    pub(crate) vm: u32,
    nodes: Vec<Node>,
    /// What is left of the words that were reserved.
    reserved: usize,
}

impl Heap {
    /// Adds a node, paying from what was reserved. `false` beside the word: the reservation did
    /// not cover it, so a real VM would have had to allocate once more.
    pub(crate) fn add(&mut self, node: Node, words: usize) -> (RawTerm, bool) {
        let covered = self.reserved >= words;
        self.reserved = self.reserved.saturating_sub(words);
        (push(&mut self.nodes, node), covered)
    }

    pub(crate) fn reserve(&mut self, words: usize) {
        self.reserved = self.reserved.saturating_add(words);
    }

    pub(crate) fn node(&self, term: RawTerm) -> Option<&Node> {
        node(&self.nodes, term)
    }

    /// The terms as the VM shows them.
    pub(crate) fn view(&self) -> View<'_> {
        let (nodes, vm) = (&self.nodes, self.vm);
        View { nodes, vm }
    }
}

/// Adds a node behind others.
pub(crate) fn push(nodes: &mut Vec<Node>, node: Node) -> RawTerm {
    let place = nodes.len();
    nodes.push(node);
    RawTerm(place << 2 | NODE)
}

/// The place of a term's node; `None` for an immediate.
pub(crate) fn node_place(term: RawTerm) -> Option<usize> {
    (term.0 & 3 == NODE).then_some(term.0 >> 2)
}

/// The node of a term.
pub(crate) fn node(nodes: &[Node], term: RawTerm) -> Option<&Node> {
    nodes.get(node_place(term)?)
}

pub(crate) fn atom_word(place: usize) -> RawTerm {
    RawTerm(place << 2 | ATOM)
}

pub(crate) fn atom_place(term: RawTerm) -> Option<usize> {
    (term.0 & 3 == ATOM).then_some(term.0 >> 2)
}

pub(crate) fn pid_word(pid: RawPid) -> RawTerm {
    RawTerm(pid.0 << 2 | PID)
}

pub(crate) fn pid_of(term: RawTerm) -> Option<RawPid> {
    (term.0 & 3 == PID).then_some(RawPid(term.0 >> 2))
}

pub(crate) fn port_word(number: u64) -> RawTerm {
    RawTerm((number as usize) << 2 | PORT)
}

pub(crate) fn port_number(term: RawTerm) -> Option<u64> {
    (term.0 & 3 == PORT && term != NIL).then_some((term.0 >> 2) as u64)
}

/// All heaps of all VMs of the process, by number. An environment's name is its number, so no
/// pointer is followed anywhere in this crate.
#[derive(Default)]
struct Heaps {
    next: usize,
    live: BTreeMap<usize, Heap>,
}

fn heaps() -> Guard<'static, Heaps> {
    // Each operation leaves the table whole, so a panic elsewhere does not harm it.
    static HEAPS: Lock<Heaps> = Lock::new(Heaps::default);
    HEAPS.lock()
}

fn number(env: RawEnv) -> usize {
    env.0.addr()
}

/// Opens a heap.
pub(crate) fn open(vm: u32) -> RawEnv {
    open_with(vm, Vec::new())
}

/// Opens a heap that has nodes already.
pub(crate) fn open_with(vm: u32, nodes: Vec<Node>) -> RawEnv {
    let mut heaps = heaps();
    heaps.next += 1;
    let number = heaps.next;
    heaps.live.insert(
        number,
        Heap {
            vm,
            nodes,
            reserved: 0,
        },
    );
    RawEnv(core::ptr::without_provenance_mut(number))
}

/// Closes a heap. The lock is free again when its nodes are dropped, and with them what they were
/// the last to hold.
pub(crate) fn close(env: RawEnv) {
    drop(take(env));
}

/// Closes a heap; its nodes live on.
pub(crate) fn take(env: RawEnv) -> Vec<Node> {
    let closed = heaps().live.remove(&number(env));
    closed.map_or(Vec::new(), |heap| heap.nodes)
}

/// Copies a term from one heap into another.
pub(crate) fn copy(env: RawEnv, from: RawEnv, term: RawTerm) -> Option<RawTerm> {
    let mut heaps = heaps();
    let mut target = heaps.live.remove(&number(env))?;
    let copy = heaps
        .live
        .get(&number(from))
        .map(|from| convert::copy(&from.nodes, term, &mut target.nodes));
    heaps.live.insert(number(env), target);
    copy
}

/// The number of heaps that are open: what a test looks at for leaks.
pub(crate) fn open_count(vm: u32) -> usize {
    heaps().live.values().filter(|heap| heap.vm == vm).count()
}

/// Looks at a heap; `None` if it is closed, which a correct caller never sees.
pub(crate) fn with<R>(env: RawEnv, f: impl FnOnce(&mut Heap) -> R) -> Option<R> {
    heaps().live.get_mut(&number(env)).map(f)
}
