//! Heaps as callbacks and tests use them: opened, written, closed.
#![expect(unsafe_code, reason = "the one place where a heap becomes an `Env`")]

use alloc::vec::Vec;

use avm_term::vm::{RawEnv, RawTerm};
use avm_term::{BuildError, Env, IntoTerm, Term};

use crate::heap::{self, Node};
use crate::message::Message;
use crate::running::entered;

/// Runs a callback of a port of `vm` in a heap of its own, which begins with `nodes` and is gone
/// afterwards.
pub(crate) fn callback<R>(vm: u32, nodes: Vec<Node>, f: impl FnOnce(&RawEnv) -> R) -> R {
    let env = heap::open_with(vm, nodes);
    let result = entered(vm, || f(&env));
    heap::close(env);
    result
}

/// The same; its nodes live on, beside what the callback returned.
pub(crate) fn kept<R>(vm: u32, nodes: Vec<Node>, f: impl FnOnce(&RawEnv) -> R) -> (R, Vec<Node>) {
    let env = heap::open_with(vm, nodes);
    let result = entered(vm, || f(&env));
    (result, heap::take(env))
}

/// Wraps the heap of a callback, for as long as the callback's borrow.
pub(crate) fn env<'a>(raw: &'a RawEnv) -> Env<'a> {
    // SAFETY: `callback` opened the heap, closes it after the borrow, and shows it to nobody else.
    unsafe { Env::from_raw(*raw) }
}

/// The message that the heap of a callback was opened with.
pub(crate) fn message<'a>(env: Env<'a>, root: RawTerm) -> Term<'a> {
    // SAFETY: the term is of the nodes that the heap began with.
    unsafe { env.wrap(root) }
}

/// Makes a term in a heap of its own, outside of any callback.
pub(crate) fn make<T: IntoTerm + ?Sized>(vm: u32, value: &T) -> Result<Message, BuildError> {
    let raw = heap::open(vm);
    let made = env(&raw).make(value).map(|term| term.raw());
    let nodes = heap::take(raw);
    made.map(|root| Message { nodes, root })
}
