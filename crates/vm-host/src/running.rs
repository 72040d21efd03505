//! In whose name the VM interface is called on this thread.

use avm_term::vm::OutOfMemory;

use crate::fault::PLANTED_PANIC;
use crate::world::host;

#[cfg(feature = "std")]
mod place {
    use std::cell::Cell;

    std::thread_local! {
        pub(super) static RUNNING: Cell<u32> = const { Cell::new(0) };
        pub(super) static STARTED: Cell<u32> = const { Cell::new(0) };
    }
}

/// Where there are no threads, the foreground is the one that uses VMs.
#[cfg(not(feature = "std"))]
mod place {
    use core::sync::atomic::{AtomicU32, Ordering};

    /// A number, with what a thread's `Cell` has, by loads and stores only.
    pub(super) struct Number(AtomicU32);

    impl Number {
        pub(super) fn get(&self) -> u32 {
            self.0.load(Ordering::Relaxed)
        }

        pub(super) fn set(&self, number: u32) {
            self.0.store(number, Ordering::Relaxed);
        }

        pub(super) fn replace(&self, number: u32) -> u32 {
            let before = self.get();
            self.set(number);
            before
        }
    }

    pub(super) static RUNNING: Number = Number(AtomicU32::new(0));
    pub(super) static STARTED: Number = Number(AtomicU32::new(0));
}

/// `RUNNING`: the VM whose callback runs. `STARTED`: the VM that was started last on this thread,
/// whose pids a test means outside of callbacks.
use place::{RUNNING, STARTED};

/// Notes that a VM was started on this thread.
pub(crate) fn started(vm: u32) {
    STARTED.set(vm);
}

/// Does something in the name of a VM.
pub(crate) fn entered<R>(vm: u32, f: impl FnOnce() -> R) -> R {
    let outer = RUNNING.replace(vm);
    let result = f();
    RUNNING.set(outer);
    result
}

/// The VM that is meant where none is named.
pub(crate) fn current() -> u32 {
    match RUNNING.get() {
        0 => STARTED.get(),
        vm => vm,
    }
}

/// The VM whose callback runs on this thread; 0, which is no VM, outside of callbacks.
pub(crate) fn running() -> u32 {
    RUNNING.get()
}

/// Counts a step of the callback that runs on this thread, and panics where a test said so.
pub(crate) fn step() {
    let vm = running();
    let panics = vm != 0
        && host()
            .worlds
            .get_mut(&vm)
            .is_some_and(|world| world.plan.operation());
    assert!(!panics, "{PLANTED_PANIC}");
}

/// Asks the test's plan for leave to allocate.
pub(crate) fn allocate(vm: u32) -> Result<(), OutOfMemory> {
    if host().allocate(vm) {
        Ok(())
    } else {
        Err(OutOfMemory)
    }
}
