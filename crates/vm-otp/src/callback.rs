//! Which callback of the VM this thread is in.
//!
//! `enif_send` wants the environment of the callback that runs, and none on a thread that is not
//! the VM's. So each callback leaves its environment here while it runs.

use core::ptr;

use crate::abi::Env;
use crate::maps;
use crate::thread::{self, Thread};

/// What runs on this thread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Callback {
    /// Its environment; null if nothing of ours runs here.
    pub(crate) env: *mut Env,
    /// Whether the environment is a process's, in which terms are made.
    pub(crate) process: bool,
}

impl Callback {
    #[inline(always)]
    fn of(thread: &Thread) -> Self {
        Self {
            env: thread.env.get(),
            process: thread.process.get(),
        }
    }

    #[inline(always)]
    fn note(self, thread: &Thread) {
        thread.env.set(self.env);
        thread.process.set(self.process);
    }
}

const NONE: Callback = Callback {
    env: ptr::null_mut(),
    process: false,
};

/// The callback that runs on this thread.
#[inline]
pub(crate) fn current() -> Callback {
    thread::with(Callback::of)
}

/// Notes that what runs here has seen or made a term that keeps something: a resource, or a large
/// binary. The process holds it, as garbage, until it is collected.
#[inline]
pub(crate) fn holds() {
    thread::with(|thread| thread.holds.set(true));
}

/// Notes the same of a term that is made in `env`, if that is the process's heap.
#[inline]
pub(crate) fn holds_in(env: *mut Env) {
    if env == current().env {
        holds();
    }
}

/// Whether [`holds`] was called since this was asked.
#[inline]
pub(crate) fn take_holds() -> bool {
    thread::with(|thread| thread.holds.replace(false))
}

/// Takes what [`keep_spare`] kept; null if there is nothing.
#[inline]
pub(crate) fn take_spare() -> *mut Env {
    thread::with(|thread| thread.spare.replace(ptr::null_mut()))
}

/// Keeps an empty environment for the next message of this thread, if that is one of the VM's,
/// which live as long as it does. Hands it back if not, or if there is one.
#[inline]
pub(crate) fn keep_spare(env: *mut Env) -> Option<*mut Env> {
    thread::with(|thread| {
        let kept = thread.spare.get().is_null() && thread.process.get();
        if kept {
            thread.spare.set(env);
        }
        (!kept).then_some(env)
    })
}

/// Notes that a place in a map is remembered, to be forgotten when the callback ends.
pub(crate) fn reads_map() {
    thread::with(|thread| thread.reads_map.set(true));
}

/// Runs a function that the VM called from a process. That is inside of no other callback.
#[inline(always)]
pub(crate) fn in_process<R>(env: *mut Env, f: impl FnOnce() -> R) -> R {
    let process = true;
    within(Callback { env, process }, |_| NONE, f)
}

/// Runs a function that the VM called without a process: a destructor, or `down`. A destructor may
/// run inside of another callback.
#[inline]
pub(crate) fn without_process<R>(env: *mut Env, f: impl FnOnce() -> R) -> R {
    let process = false;
    within(Callback { env, process }, Callback::of, f)
}

#[inline(always)]
fn within<R>(
    callback: Callback,
    before: impl FnOnce(&Thread) -> Callback,
    f: impl FnOnce() -> R,
) -> R {
    thread::with(|thread| {
        let before = before(thread);
        callback.note(thread);
        let _back = Back { thread, before };
        f()
    })
}

/// Puts back what ran before. Also when the callback panics.
struct Back<'t> {
    thread: &'t Thread,
    before: Callback,
}

impl Drop for Back<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.thread.reads_map.replace(false) {
            maps::forget();
        }
        self.before.note(self.thread);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ran_before_is_back_also_after_a_panic() {
        let outer = ptr::without_provenance_mut(8);
        let inner = ptr::without_provenance_mut(16);
        in_process(outer, || {
            let fails = || without_process(inner, || assert!(current().env == outer));
            assert!(avm_port::guarded(fails).is_err());
            assert!(current().env == outer && current().process);
        });
        assert!(current().env.is_null());
    }
}
