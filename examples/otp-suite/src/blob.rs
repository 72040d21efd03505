//! Messages of kept terms, from a process and from threads of our own.

use std::sync::Mutex;
use std::thread::{self, JoinHandle};

use avm_nif::{Env, Raise, Term, nif};
use avm_resource::{Resource, ResourceArc, ResourceRef};
use avm_term::{OwnedTerm, Pid, atom};

use crate::lock;

/// Terms that are kept for a message.
#[derive(Default)]
pub(crate) struct Blob {
    terms: Mutex<Vec<OwnedTerm>>,
    thread: Mutex<Option<JoinHandle<bool>>>,
}

impl Resource for Blob {
    const NAME: &'static str = "blob";
}

impl Blob {
    /// Sends `{blob, Terms}`.
    fn send(&self, to: Pid) -> bool {
        let kept = lock(&self.terms);
        let terms: Vec<Term<'_>> = kept.iter().map(OwnedTerm::term).collect();
        to.send(&(atom!("blob"), terms)).is_ok()
    }
}

/// `send_list_seq(N, To)`: sends `[1, ..., N]`; whether it was delivered.
#[nif]
pub(crate) fn send_list_seq(n: u32, to: Pid) -> bool {
    let list: Vec<u32> = (1..=n).collect();
    to.send(&list).is_ok()
}

/// `send_term(To, Term)`: sends `{blob, Term}`; whether it was delivered.
#[nif]
pub(crate) fn send_term(to: Pid, term: Term<'_>) -> bool {
    to.send(&(atom!("blob"), term)).is_ok()
}

/// `alloc_blob()`: no terms yet.
#[nif]
pub(crate) fn alloc_blob() -> Result<ResourceArc<Blob>, Raise> {
    Ok(ResourceArc::try_new(Blob::default())?)
}

/// `grow_blob(Blob, Term)`: keeps one term more; how many there are.
#[nif]
pub(crate) fn grow_blob(blob: ResourceRef<'_, Blob>, term: Term<'_>) -> Result<usize, Raise> {
    let kept = OwnedTerm::copy_of(term)?;
    let mut terms = lock(&blob.terms);
    terms.push(kept);
    Ok(terms.len())
}

/// `clear_blob(Blob)`: lets go of the terms.
#[nif]
pub(crate) fn clear_blob(blob: ResourceRef<'_, Blob>) {
    let terms = std::mem::take(&mut *lock(&blob.terms));
    drop(terms);
}

/// `copy_blob(Blob)`: the terms.
#[nif]
pub(crate) fn copy_blob<'a>(env: Env<'a>, blob: ResourceRef<'_, Blob>) -> Result<Term<'a>, Raise> {
    let kept = lock(&blob.terms);
    let terms: Vec<Term<'_>> = kept.iter().map(OwnedTerm::term).collect();
    env.make(&terms).map_err(|_| Raise::Badarg)
}

/// `send_blob(Blob, To)`: sends `{blob, Terms}`; whether it was delivered.
#[nif]
pub(crate) fn send_blob(blob: ResourceRef<'_, Blob>, to: Pid) -> bool {
    blob.send(to)
}

/// `send_blob_thread(Blob, To, Join)`: the same on a thread that is not the VM's; whether it was
/// delivered, if the thread is joined, else `undefined`.
#[nif]
pub(crate) fn send_blob_thread(blob: ResourceArc<Blob>, to: Pid, join: bool) -> Option<bool> {
    let sends = blob.clone();
    let thread = thread::Builder::new().spawn(move || sends.send(to)).ok()?;
    if join {
        return thread.join().ok();
    }
    *lock(&blob.thread) = Some(thread);
    None
}

/// `join_send_thread(Blob)`: whether that thread's message was delivered.
#[nif]
pub(crate) fn join_send_thread(blob: ResourceRef<'_, Blob>) -> Option<bool> {
    let thread = lock(&blob.thread).take()?;
    thread.join().ok()
}
