//! Bells that any thread may ring: a mark, and a write to an eventfd.
//!
//! A listener of the VM, on a scheduler thread, then sends the port a message. Nothing of the VM
//! is touched off its own threads.
#![expect(unsafe_code, reason = "registers a listener and serves it")]

use core::ffi::{c_int, c_void};
use core::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use avm_term::PortId;
use avm_term::vm::OutOfMemory;

use super::Mutex;
use crate::abi::GlobalContext;
use crate::ports;

/// Whether a port was rung and is not told yet; it is kept beside the port.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    rung: AtomicBool,
}

impl Bell {
    /// Whether it was rung, once.
    pub(crate) fn take(&self, _: PortId) -> bool {
        self.rung.swap(false, Ordering::AcqRel)
    }
}

/// `EventListener` of generic_unix (`src/platforms/generic_unix/lib/generic_unix_sys.h`).
#[repr(C)]
struct EventListener {
    list_head: [*mut c_void; 2],
    handler: unsafe extern "C" fn(*mut GlobalContext, *mut EventListener) -> *mut EventListener,
    fd: c_int,
}

unsafe extern "C" {
    // generic_unix sys.c
    fn sys_register_listener(g: *mut GlobalContext, listener: *mut EventListener);
}

/// The eventfd; -1 while there is none.
static EVENT_FD: AtomicI32 = AtomicI32::new(-1);

/// Rings a port.
pub(crate) fn ring(port: PortId) {
    if ports::with_bell(port, |bell| bell.rung.store(true, Ordering::Release)).is_some() {
        signal();
    }
}

/// Rings a port that could not be told, for the next poll of the VM to try.
pub(crate) fn again(port: PortId) {
    ring(port);
}

fn signal() {
    let one = 1u64;
    // SAFETY: `one` is 8 bytes. A full counter means that the listener is awake already, and a
    // bad descriptor that there is none, so the result says nothing new.
    let _ = unsafe { libc::write(EVENT_FD.load(Ordering::Acquire), (&raw const one).cast(), 8) };
}

/// Registers the listener, once in the life of the VM, which frees it at its end.
///
/// Not before a port gives a bell out: with a listener the VM polls each time that it schedules.
pub(crate) fn listen(global: *mut GlobalContext) -> Result<(), OutOfMemory> {
    static LISTENING: Mutex<bool> = Mutex::new(false);
    let mut listening = LISTENING.lock();
    if *listening {
        return Ok(());
    }
    // SAFETY: `eventfd` has no precondition.
    let fd = unsafe { libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC) };
    if fd < 0 {
        return Err(OutOfMemory);
    }
    // SAFETY: `malloc` has no precondition.
    let listener = unsafe { libc::malloc(size_of::<EventListener>()) }.cast::<EventListener>();
    if listener.is_null() {
        // SAFETY: `fd` was opened above, and nobody else knows it.
        let _ = unsafe { libc::close(fd) };
        return Err(OutOfMemory);
    }
    let value = EventListener {
        list_head: [core::ptr::null_mut(); 2],
        handler: on_wake,
        fd,
    };
    // SAFETY: the block has the size of a listener.
    unsafe { listener.write(value) };
    EVENT_FD.store(fd, Ordering::Release);
    // SAFETY: the listener is whole, and from `malloc`, as the VM will free it.
    unsafe { sys_register_listener(global, listener) };
    *listening = true;
    Ok(())
}

/// The listener: runs on a scheduler thread, under the VM's lock of listeners.
unsafe extern "C" fn on_wake(
    global: *mut GlobalContext,
    listener: *mut EventListener,
) -> *mut EventListener {
    // SAFETY: the VM hands over the listener that was registered.
    let fd = unsafe { (*listener).fd };
    let mut count = 0u64;
    // SAFETY: `count` is 8 bytes; an empty counter leaves it 0, which says nothing new.
    let _ = unsafe { libc::read(fd, (&raw mut count).cast(), 8) };
    let _ = avm_port::guarded(|| ports::pass_on(global));
    listener
}
