//! generic_unix: threads, an eventfd, and a VM that loads this library.
#![expect(unsafe_code, reason = "calls the C library and the VM")]

mod bells;
mod detect;
mod locks;

use core::cell::Cell;
use core::ffi::c_void;
use core::ptr;
use std::sync::OnceLock;
use std::time::Instant;

use crate::abi::{self, Context, Message};

pub(crate) use bells::{Bell, again, listen, ring};
pub(crate) use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
pub(crate) use detect::{Facts, vm};
pub(crate) use locks::{Guard, Mutex};

/// As many as a handle can number, but one.
pub(crate) const PORTS: usize = 255;

/// What `malloc` aligns to.
pub(crate) const MALLOC_ALIGN: usize = 2 * size_of::<usize>();

/// Takes a block of so many bytes; null if there is no memory.
pub(crate) fn allocate(bytes: usize, align: usize) -> *mut c_void {
    if align <= MALLOC_ALIGN {
        // SAFETY: `malloc` has no precondition.
        return unsafe { libc::malloc(bytes) };
    }
    let mut start = ptr::null_mut();
    // SAFETY: the alignment is a power of two, and more than a pointer's.
    match unsafe { libc::posix_memalign(&raw mut start, align, bytes) } {
        0 => start,
        _ => ptr::null_mut(),
    }
}

/// Gives a block back.
///
/// # Safety
///
/// The block came from [`allocate`] with this alignment, or with none from the VM, and is not
/// used again.
pub(crate) unsafe fn release(block: *mut c_void, _: usize) {
    // SAFETY: as the caller promises.
    unsafe { libc::free(block) };
}

/// Says something to who runs the VM.
pub(crate) fn report(text: &str) {
    std::eprintln!("{text}");
}

/// Microseconds since some moment.
pub(crate) fn now_us() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    let us = START.get_or_init(Instant::now).elapsed().as_micros();
    u64::try_from(us).unwrap_or(u64::MAX)
}

std::thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// A number that each thread has for itself, 0 at first.
pub(crate) fn own_number() -> u32 {
    DEPTH.get()
}

/// Sets the thread's own number.
pub(crate) fn set_own_number(number: u32) {
    DEPTH.set(number);
}

/// Pushes a message into a mailbox, and has its context run.
///
/// # Safety
///
/// The context stays during the call; the message is whole, in no mailbox, and given away.
pub(crate) unsafe fn enqueue(context: *mut Context, message: *mut Message) {
    // SAFETY: as the caller promises.
    unsafe { abi::mailbox_enqueue_message(context, message) };
    // SAFETY: as the caller promises; one that is being killed is passed over.
    unsafe { abi::scheduler_signal_message(context) };
}
