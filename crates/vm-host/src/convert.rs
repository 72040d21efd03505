//! Between heaps, where callbacks work, and `Value`s, which travel.

use std::cmp::Ordering;

use avm_term::vm::{RawEnv, RawTerm};
use avm_term::{Pid, Value};

use crate::heap::{self, NIL, Node};
use crate::{atoms, world};

/// Copies a value into a heap. Nothing is counted as an allocation here: who calls has done so.
pub(crate) fn import(env: RawEnv, value: &Value) -> RawTerm {
    let node = match value {
        Value::Atom(text) => return heap::atom_word(atoms::intern(text)),
        Value::Pid(process) => return heap::pid_word(world::pid(*process).raw()),
        Value::Port(number) => return heap::port_word(*number),
        Value::List(elements) => return import_list(env, elements, NIL),
        Value::Improper(elements, tail) => {
            let tail = import(env, tail);
            return import_list(env, elements, tail);
        }
        Value::Integer(value) => Node::Integer(*value),
        Value::Float(value) => Node::Float(*value),
        Value::Reference(number) => Node::Reference(*number),
        Value::Function(number) => Node::Function(*number),
        Value::Tuple(elements) => Node::Tuple(elements.iter().map(|e| import(env, e)).collect()),
        Value::Map(map) => Node::Map(
            map.iter()
                .map(|(k, v)| (import(env, k), import(env, v)))
                .collect(),
        ),
        Value::Binary(bytes) => Node::Binary(bytes.as_slice().into()),
        Value::Bitstring(bytes, last) => Node::Bitstring(bytes.as_slice().into(), *last),
    };
    add(env, node)
}

fn import_list(env: RawEnv, elements: &[Value], tail: RawTerm) -> RawTerm {
    elements.iter().rev().fold(tail, |tail, element| {
        let head = import(env, element);
        add(env, Node::Cell(head, tail))
    })
}

fn add(env: RawEnv, node: Node) -> RawTerm {
    heap::with(env, |heap| heap.add(node, 0).0).unwrap_or(NIL)
}

/// Copies a term out of a heap.
pub(crate) fn export(env: RawEnv, term: RawTerm) -> Value {
    if let Some(place) = heap::atom_place(term) {
        return Value::Atom(atoms::text(place));
    }
    if let Some(pid) = heap::pid_of(term) {
        return Value::Pid(world::number(Pid::from_raw(pid)));
    }
    if let Some(number) = heap::port_number(term) {
        return Value::Port(number);
    }
    match heap::with(env, |heap| heap.node(term).cloned()).flatten() {
        None => Value::List(Vec::new()),
        Some(Node::Integer(value)) => Value::Integer(value),
        Some(Node::Float(value)) => Value::Float(value),
        Some(Node::Reference(number)) => Value::Reference(number),
        Some(Node::Function(number)) => Value::Function(number),
        Some(Node::Binary(bytes)) => Value::Binary(bytes.into_vec()),
        Some(Node::Bitstring(bytes, last)) => Value::Bitstring(bytes.into_vec(), last),
        Some(Node::Tuple(elements)) => Value::tuple(elements.iter().map(|e| export(env, *e))),
        Some(Node::Map(pairs)) => Value::map(
            pairs
                .iter()
                .map(|(k, v)| (export(env, *k), export(env, *v))),
        ),
        Some(Node::Cell(head, tail)) => export_list(env, head, tail),
    }
}

fn export_list(env: RawEnv, head: RawTerm, mut tail: RawTerm) -> Value {
    let mut elements = vec![export(env, head)];
    let cell = |term| {
        heap::with(env, |heap| match heap.node(term) {
            Some(Node::Cell(head, tail)) => Some((*head, *tail)),
            _ => None,
        })
        .flatten()
    };
    while let Some((head, rest)) = cell(tail) {
        elements.push(export(env, head));
        tail = rest;
    }
    if tail == NIL {
        Value::List(elements)
    } else {
        Value::improper(elements, export(env, tail))
    }
}

/// Compares in term order.
pub(crate) fn compare(env: RawEnv, a: RawTerm, b: RawTerm) -> Ordering {
    export(env, a).cmp(&export(env, b))
}
