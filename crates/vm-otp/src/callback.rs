//! Which callback of the VM this thread is in.
//!
//! `enif_send` wants the environment of the callback that runs, and none on a thread that is not
//! the VM's. So each callback leaves its environment here while it runs.

use core::cell::Cell;
use core::ptr;

use crate::abi::Env;

/// What runs on this thread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Callback {
    /// Its environment; null if nothing of ours runs here.
    pub(crate) env: *mut Env,
    /// Whether the environment is a process's, in which terms are made.
    pub(crate) process: bool,
}

std::thread_local! {
    /// Whether the process has something on its heap that others wait for it to let go.
    static HOLDS: Cell<bool> = const { Cell::new(false) };
}

/// Notes that what runs here has seen or made a term that keeps something: a resource, or a large
/// binary. The process holds it, as garbage, until it is collected.
#[inline]
pub(crate) fn holds() {
    HOLDS.set(true);
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
    HOLDS.replace(false)
}

const NONE: Callback = Callback {
    env: ptr::null_mut(),
    process: false,
};

std::thread_local! {
    // Without a destructor, so that it is there as long as the thread is.
    static CURRENT: Cell<Callback> = const { Cell::new(NONE) };
}

/// The callback that runs on this thread.
#[inline]
pub(crate) fn current() -> Callback {
    CURRENT.get()
}

/// Runs a function that the VM called from a process.
pub(crate) fn in_process<R>(env: *mut Env, f: impl FnOnce() -> R) -> R {
    within(Callback { env, process: true }, f)
}

/// Runs a function that the VM called without a process: a destructor, or `down`.
pub(crate) fn without_process<R>(env: *mut Env, f: impl FnOnce() -> R) -> R {
    within(
        Callback {
            env,
            process: false,
        },
        f,
    )
}

fn within<R>(callback: Callback, f: impl FnOnce() -> R) -> R {
    // A destructor may run inside of another callback. Put back also when `f` panics.
    struct Back(Callback);
    impl Drop for Back {
        fn drop(&mut self) {
            CURRENT.set(self.0);
        }
    }
    let _back = Back(CURRENT.replace(callback));
    f()
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
