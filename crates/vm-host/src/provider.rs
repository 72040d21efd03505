//! The operations of the VM interface, on heaps of nodes.
#![expect(
    unsafe_code,
    reason = "implements the unsafe trait `Vm` and names itself in `set_vm!`"
)]

use core::cmp::Ordering;

use avm_term::vm::{
    MakeError, MonitorError, OutOfMemory, RawEnv, RawPid, RawResource, RawTerm, ResourceClass,
    Sent, Shape, Vm,
};
use avm_term::{AtomName, Kind, Pid, PortId};

use crate::heap::{self, NIL, Node};
use crate::lent::Lent;
use crate::message::Message;
use crate::resources::{self, Hold};
use crate::running::{allocate, current, running, step};
use crate::watch;
use crate::world::{host, number};
use crate::{atoms, bells};

fn vm_of(env: RawEnv) -> u32 {
    heap::with(env, |heap| heap.vm).unwrap_or(0)
}

/// Looks at the node behind a term.
fn look<R>(env: RawEnv, term: RawTerm, f: impl FnOnce(&Node) -> Option<R>) -> Option<R> {
    step();
    heap::with(env, |heap| heap.node(term).and_then(f)).flatten()
}

/// Adds a node. One that was reserved for costs nothing; any other is one more allocation.
fn add(env: RawEnv, node: Node, shape: Shape) -> Result<RawTerm, MakeError> {
    step();
    let added = heap::with(env, |heap| heap.add(node, words(shape)));
    let Some((term, covered)) = added else {
        return Err(MakeError::OutOfMemory);
    };
    if !covered {
        allocate(vm_of(env)).map_err(|OutOfMemory| MakeError::OutOfMemory)?;
    }
    Ok(term)
}

fn compare(env: RawEnv, a: RawTerm, b: RawTerm) -> Ordering {
    heap::with(env, |heap| heap.view().compare(a, b)).unwrap_or(Ordering::Equal)
}

/// Every shape costs at least a word, so that a forgotten reservation shows as an allocation.
fn words(shape: Shape) -> usize {
    match shape {
        Shape::Signed(_) | Shape::Unsigned(_) | Shape::Float => 2,
        Shape::Cell => 2,
        Shape::Binary(bytes) => 2 + bytes.div_ceil(8),
        Shape::Tuple(elements) => 1 + elements,
        Shape::Map(pairs) => 3 + 2 * pairs,
        Shape::Resource => 4,
        Shape::ResourceBinary(_) => 6,
    }
}

struct HostVm;

avm_term::set_vm!(HostVm);

// SAFETY: a heap's nodes are only ever added to, and it lives until it is closed, so terms stay
// valid and bytes, which are boxed, stay put. Nothing unwinds but a panic that a test planted,
// which has only `extern "Rust"` frames to cross.
unsafe impl Vm for HostVm {
    unsafe fn kind(env: RawEnv, term: RawTerm) -> Kind {
        step();
        if heap::atom_place(term).is_some() {
            return Kind::Atom;
        }
        if heap::pid_of(term).is_some() {
            return Kind::Pid;
        }
        if term == NIL {
            return Kind::List;
        }
        if heap::port_number(term).is_some() {
            return Kind::Port;
        }
        let kind = |node: &Node| match node {
            Node::Integer(_) => Kind::Integer,
            Node::Float(_) => Kind::Float,
            Node::Binary(_) | Node::Lent(_) => Kind::Binary,
            Node::Bitstring(..) => Kind::Bitstring,
            Node::Tuple(_) => Kind::Tuple,
            Node::Cell(..) => Kind::List,
            Node::Map(_) => Kind::Map,
            Node::Reference(_) | Node::Resource(_) => Kind::Reference,
            Node::Function(_) => Kind::Function,
        };
        heap::with(env, |heap| heap.node(term).map(kind))
            .flatten()
            .unwrap_or(Kind::Function)
    }

    unsafe fn signed(env: RawEnv, term: RawTerm) -> Option<i64> {
        look(env, term, |node| match node {
            Node::Integer(value) => (*value).try_into().ok(),
            _ => None,
        })
    }

    unsafe fn unsigned(env: RawEnv, term: RawTerm) -> Option<u64> {
        look(env, term, |node| match node {
            Node::Integer(value) => (*value).try_into().ok(),
            _ => None,
        })
    }

    unsafe fn float(env: RawEnv, term: RawTerm) -> Option<f64> {
        look(env, term, |node| match node {
            Node::Float(value) => Some(*value),
            _ => None,
        })
    }

    unsafe fn atom_text(_: RawEnv, term: RawTerm, into: &mut [u8]) -> Option<usize> {
        step();
        let text = atoms::text(heap::atom_place(term)?);
        into.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(text.len())
    }

    unsafe fn binary(env: RawEnv, term: RawTerm) -> Option<(*const u8, usize)> {
        look(env, term, |node| match node {
            Node::Binary(bytes) => Some((bytes.as_ptr(), bytes.len())),
            Node::Lent(lent) => Some((lent.bytes().as_ptr(), lent.bytes().len())),
            _ => None,
        })
    }

    unsafe fn arity(env: RawEnv, term: RawTerm) -> Option<usize> {
        look(env, term, |node| match node {
            Node::Tuple(elements) => Some(elements.len()),
            _ => None,
        })
    }

    unsafe fn element(env: RawEnv, term: RawTerm, index: usize) -> Option<RawTerm> {
        look(env, term, |node| match node {
            Node::Tuple(elements) => elements.get(index).copied(),
            _ => None,
        })
    }

    unsafe fn cell(env: RawEnv, term: RawTerm) -> Option<(RawTerm, RawTerm)> {
        look(env, term, |node| match node {
            Node::Cell(head, tail) => Some((*head, *tail)),
            _ => None,
        })
    }

    unsafe fn map_size(env: RawEnv, term: RawTerm) -> Option<usize> {
        look(env, term, |node| match node {
            Node::Map(pairs) => Some(pairs.len()),
            _ => None,
        })
    }

    unsafe fn map_get(env: RawEnv, term: RawTerm, key: RawTerm) -> Option<RawTerm> {
        let pairs = look(env, term, |node| match node {
            Node::Map(pairs) => Some(pairs.clone()),
            _ => None,
        })?;
        let found = pairs.iter().find(|(k, _)| compare(env, *k, key).is_eq());
        found.map(|(_, value)| *value)
    }

    unsafe fn map_pair(env: RawEnv, term: RawTerm, index: usize) -> Option<(RawTerm, RawTerm)> {
        look(env, term, |node| match node {
            Node::Map(pairs) => pairs.get(index).copied(),
            _ => None,
        })
    }

    unsafe fn pid(_: RawEnv, term: RawTerm) -> Option<RawPid> {
        step();
        heap::pid_of(term)
    }

    unsafe fn compare(env: RawEnv, a: RawTerm, b: RawTerm) -> Ordering {
        step();
        compare(env, a, b)
    }

    fn words(shape: Shape) -> usize {
        words(shape)
    }

    unsafe fn reserve(env: RawEnv, words: usize) -> Result<(), OutOfMemory> {
        step();
        allocate(vm_of(env))?;
        heap::with(env, |heap| heap.reserve(words)).ok_or(OutOfMemory)
    }

    unsafe fn make_atom(_: RawEnv, name: AtomName) -> Result<RawTerm, OutOfMemory> {
        Ok(heap::atom_word(atoms::intern(name.text())))
    }

    unsafe fn existing_atom(_: RawEnv, text: &str) -> Option<RawTerm> {
        step();
        atoms::find(text).map(heap::atom_word)
    }

    unsafe fn make_signed(env: RawEnv, value: i64) -> Result<RawTerm, MakeError> {
        add(env, Node::Integer(value.into()), Shape::Signed(value))
    }

    unsafe fn make_unsigned(env: RawEnv, value: u64) -> Result<RawTerm, MakeError> {
        add(env, Node::Integer(value.into()), Shape::Unsigned(value))
    }

    unsafe fn make_float(env: RawEnv, value: f64) -> Result<RawTerm, MakeError> {
        if !value.is_finite() {
            return Err(MakeError::Unrepresentable);
        }
        add(env, Node::Float(value), Shape::Float)
    }

    unsafe fn make_binary(env: RawEnv, bytes: &[u8]) -> Result<RawTerm, MakeError> {
        add(env, Node::Binary(bytes.into()), Shape::Binary(bytes.len()))
    }

    unsafe fn make_tuple(env: RawEnv, elements: &[RawTerm]) -> Result<RawTerm, MakeError> {
        add(
            env,
            Node::Tuple(elements.to_vec()),
            Shape::Tuple(elements.len()),
        )
    }

    unsafe fn make_cell(env: RawEnv, head: RawTerm, tail: RawTerm) -> Result<RawTerm, MakeError> {
        add(env, Node::Cell(head, tail), Shape::Cell)
    }

    fn nil() -> RawTerm {
        NIL
    }

    unsafe fn make_map(
        env: RawEnv,
        pairs: &mut [(RawTerm, RawTerm)],
    ) -> Result<RawTerm, MakeError> {
        let compare = |a: &(RawTerm, RawTerm), b: &(RawTerm, RawTerm)| {
            let order = heap::with(env, |heap| heap.view().compare_keys(a.0, b.0));
            order.unwrap_or(Ordering::Equal)
        };
        pairs.sort_by(compare);
        let twice = |pair: &[(RawTerm, RawTerm)]| compare(&pair[0], &pair[1]).is_eq();
        if pairs.windows(2).any(twice) {
            return Err(MakeError::Unrepresentable);
        }
        add(env, Node::Map(pairs.to_vec()), Shape::Map(pairs.len()))
    }

    fn make_pid(pid: RawPid) -> RawTerm {
        heap::pid_word(pid)
    }

    unsafe fn term_words(_: RawEnv, _: RawTerm) -> Result<usize, OutOfMemory> {
        step();
        Ok(0)
    }

    unsafe fn copy(env: RawEnv, from: RawEnv, term: RawTerm) -> Result<RawTerm, OutOfMemory> {
        step();
        allocate(vm_of(from))?;
        heap::copy(env, from, term).ok_or(OutOfMemory)
    }

    unsafe fn new_resource(class: &'static ResourceClass) -> Result<RawResource, OutOfMemory> {
        step();
        resources::create(class)
    }

    unsafe fn keep_resource(resource: RawResource) {
        resources::keep(resource);
    }

    unsafe fn release_resource(resource: RawResource) {
        resources::release(resource);
    }

    unsafe fn resource(
        env: RawEnv,
        term: RawTerm,
    ) -> Option<(RawResource, &'static ResourceClass)> {
        let resource = look(env, term, |node| match node {
            Node::Resource(hold) => Some(hold.resource()),
            _ => None,
        })?;
        Some((resource, resources::class(resource)?))
    }

    unsafe fn make_resource(env: RawEnv, resource: RawResource) -> Result<RawTerm, MakeError> {
        let node = Node::Resource(Hold::keep(resource));
        add(env, node, Shape::Resource)
    }

    unsafe fn make_resource_binary(
        env: RawEnv,
        resource: RawResource,
        bytes: *const u8,
        length: usize,
    ) -> Result<RawTerm, MakeError> {
        // SAFETY: the bytes stay while the resource is held, as the caller promises.
        let lent = unsafe { Lent::new(resource, bytes, length) };
        add(env, Node::Lent(lent), Shape::ResourceBinary(length))
    }

    unsafe fn monitor(resource: RawResource, target: RawTerm) -> Result<u64, MonitorError> {
        step();
        watch::monitor(current(), resource, target)
    }

    unsafe fn demonitor(resource: RawResource, monitor: u64) -> bool {
        step();
        watch::demonitor(resource, monitor)
    }

    fn open_env() -> Result<RawEnv, OutOfMemory> {
        step();
        let vm = running();
        allocate(vm)?;
        Ok(heap::open(vm))
    }

    unsafe fn close_env(env: RawEnv) {
        heap::close(env);
    }

    fn begin_message(words: usize) -> Result<RawEnv, OutOfMemory> {
        step();
        let vm = running();
        allocate(vm)?;
        let env = heap::open(vm);
        heap::with(env, |heap| heap.reserve(words));
        Ok(env)
    }

    unsafe fn post(env: RawEnv, to: RawPid, message: RawTerm) -> Sent {
        let vm = match vm_of(env) {
            0 => current(),
            vm => vm,
        };
        let nodes = heap::take(env);
        let message = Message {
            nodes,
            root: message,
        };
        let posted = host().post(vm, number(Pid::from_raw(to)), message);
        match posted {
            Ok(()) => Sent::Delivered,
            Err(_) => Sent::NoProcess,
        }
    }

    fn is_alive(pid: RawPid) -> bool {
        let process = number(Pid::from_raw(pid));
        host()
            .worlds
            .get(&current())
            .is_some_and(|world| world.processes.contains_key(&process))
    }

    fn port_term(port: u32) -> Option<RawTerm> {
        host()
            .ports
            .extra(PortId::from_raw(port))
            .map(|extra| heap::port_word(extra.number))
    }

    fn wake(port: u32) {
        bells::ring(PortId::from_raw(port));
    }

    fn now_us() -> u64 {
        host()
            .worlds
            .get(&current())
            .map_or(0, |world| world.now_us)
    }
}
