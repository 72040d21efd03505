//! Destructors: on which thread one is running, and whether the VM is ending.
//!
//! AtomVM may run a destructor while it holds the lock of its processes: it collects a process that
//! dies under that lock (`context_monitors_handle_terminate`, `context.c`). What a value's drop
//! sends therefore goes by way of [`crate::postman`]. At its end the VM destroys every object that
//! is left, in the order of their making and whoever counts on them (`globalcontext_destroy`,
//! `globalcontext.c`); from then on nothing of the VM is touched: what a thread has for longer than
//! the VM finds no process, no atom and no bytes that the VM kept.
#![expect(
    unsafe_code,
    reason = "reads the count of an object that is being destroyed"
)]

use core::ffi::c_void;

use crate::platform::{AtomicBool, AtomicUsize, Ordering, own_number, set_own_number};
use crate::version::vm;

/// How many destructors run, on all threads: to look that up is cheaper than what is a thread's own.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

static ENDED: AtomicBool = AtomicBool::new(false);

/// Whether this thread is in a destructor, and so may hold a lock of the VM.
#[inline]
pub(crate) fn in_destructor() -> bool {
    RUNNING.load(Ordering::Relaxed) != 0 && own_number() != 0
}

/// Whether the VM has begun to end.
#[inline]
pub(crate) fn vm_ended() -> bool {
    ENDED.load(Ordering::SeqCst)
}

/// Runs what a destructor does. `f` does not unwind.
pub(crate) fn destructor(f: impl FnOnce()) {
    RUNNING.fetch_add(1, Ordering::Relaxed);
    set_own_number(own_number() + 1);
    f();
    set_own_number(own_number() - 1);
    RUNNING.fetch_sub(1, Ordering::Relaxed);
}

/// Finds out in the destructor of an object why it is destroyed: `true` if the VM ends.
///
/// # Safety
///
/// Called by AtomVM with this object, as its destructor.
pub(crate) unsafe fn note(object: *mut c_void) -> bool {
    let layout = &vm().layout;
    let count = object.wrapping_byte_sub(layout.refc_data - layout.refc_count);
    // SAFETY: the count stands before the data of every object.
    let count = unsafe { &*count.cast::<AtomicUsize>() };
    // An object that nobody refers to has no count left; `globalcontext_destroy` does not ask.
    if count.load(Ordering::Relaxed) != 0 {
        ENDED.store(true, Ordering::SeqCst);
    }
    vm_ended()
}
