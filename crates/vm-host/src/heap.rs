//! Heaps: the nodes that terms are words for.
//!
//! A word carries its meaning in its two low bits: a node of its heap, an atom, a pid, a port or
//! nil. Words of all kinds but the first mean the same in every heap.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use avm_term::vm::{RawEnv, RawPid, RawTerm};

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
        let place = self.nodes.len();
        self.nodes.push(node);
        (RawTerm(place << 2 | NODE), covered)
    }

    pub(crate) fn reserve(&mut self, words: usize) {
        self.reserved = self.reserved.saturating_add(words);
    }

    pub(crate) fn node(&self, term: RawTerm) -> Option<&Node> {
        if term.0 & 3 == NODE {
            self.nodes.get(term.0 >> 2)
        } else {
            None
        }
    }
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
    live: HashMap<usize, Heap>,
}

fn heaps() -> MutexGuard<'static, Heaps> {
    static HEAPS: OnceLock<Mutex<Heaps>> = OnceLock::new();
    // Each operation leaves the table whole, so a panic elsewhere does not harm it.
    HEAPS
        .get_or_init(Mutex::default)
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

fn number(env: RawEnv) -> usize {
    env.0.addr()
}

/// Opens a heap.
pub(crate) fn open(vm: u32) -> RawEnv {
    let mut heaps = heaps();
    heaps.next += 1;
    let number = heaps.next;
    heaps.live.insert(
        number,
        Heap {
            vm,
            nodes: Vec::new(),
            reserved: 0,
        },
    );
    RawEnv(core::ptr::without_provenance_mut(number))
}

/// Closes a heap.
pub(crate) fn close(env: RawEnv) {
    let closed = heaps().live.remove(&number(env));
    drop(closed);
}

/// The number of heaps that are open: what a test looks at for leaks.
pub(crate) fn open_count(vm: u32) -> usize {
    heaps().live.values().filter(|heap| heap.vm == vm).count()
}

/// Looks at a heap; `None` if it is closed, which a correct caller never sees.
pub(crate) fn with<R>(env: RawEnv, f: impl FnOnce(&mut Heap) -> R) -> Option<R> {
    heaps().live.get_mut(&number(env)).map(f)
}
