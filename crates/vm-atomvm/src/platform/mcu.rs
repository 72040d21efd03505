//! A microcontroller: what the C shim of its firmware says (`c/avm_vm.c`).
#![expect(unsafe_code, reason = "calls the C shim, and the C library's malloc")]

mod bells;
mod facts;
mod firmware;
mod locks;

use core::ffi::{c_char, c_uint, c_void};
use core::ptr;

use crate::abi::{Context, Message};

pub(crate) use bells::{Bell, PORTS, again, listen, ring};
pub(crate) use facts::{Facts, vm};
pub use firmware::{Malloc, panicked};
pub(crate) use locks::{Guard, Mutex};
pub(crate) use portable_atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};

/// What `malloc` aligns to (newlib: a `long long`).
pub(crate) const MALLOC_ALIGN: usize = 8;

unsafe extern "C" {
    fn malloc(bytes: usize) -> *mut c_void;
    fn free(block: *mut c_void);
    // avm_vm.c
    fn avm_vm_enqueue(context: *mut Context, message: *mut Message);
    fn avm_vm_report(text: *const c_char, length: usize);
    fn avm_vm_abort() -> !;
    // avm_vm_*.c, by platform
    fn avm_vm_now_us() -> u64;
    fn avm_vm_thread() -> c_uint;
}

/// Takes a block of so many bytes; null if there is no memory.
///
/// A block of a larger alignment begins somewhere in one that is larger by as much, and by a word
/// before it, which says where that begins: not every `malloc` has a twin that aligns.
pub(crate) fn allocate(bytes: usize, align: usize) -> *mut c_void {
    if align <= MALLOC_ALIGN {
        // SAFETY: `malloc` has no precondition.
        return unsafe { malloc(bytes) };
    }
    let Some(bytes) = bytes.checked_add(align + size_of::<*mut c_void>()) else {
        return ptr::null_mut();
    };
    // SAFETY: as above.
    let start = unsafe { malloc(bytes) };
    if start.is_null() {
        return start;
    }
    let first = start.wrapping_byte_add(size_of::<*mut c_void>());
    let block = first.map_addr(|address| address.next_multiple_of(align));
    // SAFETY: there is a word before `first`, and so before what is not before that.
    unsafe { block.cast::<*mut c_void>().wrapping_sub(1).write(start) };
    block
}

/// Gives a block back.
///
/// # Safety
///
/// The block came from [`allocate`] with this alignment, or with none from the VM, and is not
/// used again.
pub(crate) unsafe fn release(block: *mut c_void, align: usize) {
    let start = if align <= MALLOC_ALIGN {
        block
    } else {
        // SAFETY: `allocate` left the start of the block there.
        unsafe { block.cast::<*mut c_void>().wrapping_sub(1).read() }
    };
    // SAFETY: as the caller promises.
    unsafe { free(start) };
}

/// Says something to who looks at the console.
pub(crate) fn report(text: &str) {
    // SAFETY: so many bytes of text.
    unsafe { avm_vm_report(text.as_ptr().cast(), text.len()) };
}

/// Microseconds since some moment.
pub(crate) fn now_us() -> u64 {
    // SAFETY: asks nothing of the caller.
    unsafe { avm_vm_now_us() }
}

/// As many threads as a VM on a microcontroller has, and more.
const THREADS: usize = 4;

static NUMBERS: [AtomicUsize; THREADS] = [const { AtomicUsize::new(0) }; THREADS];

/// The number that this thread of the VM has for itself.
fn number() -> &'static AtomicUsize {
    // SAFETY: asks nothing of the caller.
    let thread = unsafe { avm_vm_thread() } as usize;
    &NUMBERS[thread % THREADS]
}

/// A number that each thread has for itself, 0 at first.
pub(crate) fn own_number() -> u32 {
    number().load(Ordering::Relaxed) as u32
}

/// Sets the thread's own number.
pub(crate) fn set_own_number(own: u32) {
    number().store(own as usize, Ordering::Relaxed);
}

/// Pushes a message into a mailbox, and has its context run.
///
/// # Safety
///
/// The context stays during the call; the message is whole, in no mailbox, and given away.
pub(crate) unsafe fn enqueue(context: *mut Context, message: *mut Message) {
    // SAFETY: as the caller promises.
    unsafe { avm_vm_enqueue(context, message) };
}
