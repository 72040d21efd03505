//! The open ports, and the bell that wakes them.
//!
//! A bell may be rung on any thread. It marks the port and writes to an eventfd; a listener of
//! the VM, on a scheduler thread, then sends the port a message, and the port's handler calls
//! `Port::event`. Nothing of the VM is touched off its own threads.
#![expect(unsafe_code, reason = "registers a listener and serves it")]

use core::ffi::c_int;
use core::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use avm_port::{AnyPort, Registry};
use avm_term::vm::{OutOfMemory, RawEnv, Sent};
use avm_term::{PortId, atom};

use crate::abi::{self, EventListener, GlobalContext};
use crate::send::Prepared;
use crate::{heap, wrap};

/// As many as a handle can number, but one.
const CAPACITY: usize = 255;

/// What is kept beside a port.
pub(crate) struct Extra {
    /// Its process id in the VM.
    pub(crate) pid: i32,
    /// The process that it ends with.
    owner: i32,
    /// A bell was rung, and the listener has not passed it on yet.
    woken: bool,
    /// Its owner is dead.
    orphan: bool,
    /// What the port is sent when its owner dies; `None` before it is armed, and after that.
    last: Option<Prepared>,
}

impl Extra {
    pub(crate) fn new(pid: i32, owner: i32) -> Self {
        Self {
            pid,
            owner,
            woken: false,
            orphan: false,
            last: None,
        }
    }
}

static PORTS: OnceLock<Mutex<Registry<Extra>>> = OnceLock::new();

/// Allocates the registry.
pub(crate) fn init() -> Result<(), OutOfMemory> {
    if PORTS.get().is_none() {
        let registry = Registry::with_capacity(CAPACITY)?;
        // A second thread may have been faster; then its registry stays.
        let _ = PORTS.set(Mutex::new(registry));
    }
    Ok(())
}

/// Locks the registry. Held for a few instructions, never across a call into the VM or into a
/// driver, so that neither can come back for it.
pub(crate) fn with<R>(f: impl FnOnce(&mut Registry<Extra>) -> R) -> Option<R> {
    let ports = PORTS.get()?;
    // Each locked section leaves the table whole, so a panic elsewhere does not harm it.
    let mut ports: MutexGuard<'_, _> = ports.lock().unwrap_or_else(PoisonError::into_inner);
    Some(f(&mut ports))
}

/// The process id of an open port.
pub(crate) fn pid(port: PortId) -> Option<i32> {
    with(|ports| ports.extra(port).map(|extra| extra.pid)).flatten()
}

/// Any open port.
pub(crate) fn any() -> Option<PortId> {
    with(|ports| ports.find(|_| true)).flatten()
}

/// Lets the port end with its owner, from now on. False if it is gone.
pub(crate) fn arm(port: PortId, last: Prepared) -> bool {
    let arm =
        |ports: &mut Registry<Extra>| ports.extra_mut(port).map(|extra| extra.last = Some(last));
    with(arm).flatten().is_some()
}

/// Takes a port out to run a callback of it; none if its owner has died.
pub(crate) fn take(port: PortId) -> Option<Box<dyn AnyPort>> {
    let take = |ports: &mut Registry<Extra>| match ports.extra(port)?.orphan {
        true => None,
        false => ports.take(port),
    };
    with(take).flatten()
}

/// The eventfd; -1 while there is none.
static EVENT_FD: AtomicI32 = AtomicI32::new(-1);

/// Rings a port.
pub(crate) fn wake(port: PortId) {
    let mark = |ports: &mut Registry<Extra>| ports.extra_mut(port).map(|extra| extra.woken = true);
    if with(mark).flatten().is_some() {
        signal();
    }
}

/// Tells the ports of a process that it is dead. On a thread of the VM.
pub(crate) fn orphan(global: *mut GlobalContext, owner: i32) {
    let take = |ports: &mut Registry<Extra>| {
        let port = ports.find(|extra| extra.owner == owner && extra.last.is_some())?;
        let extra = ports.extra_mut(port)?;
        extra.orphan = true;
        Some((extra.pid, extra.last.take()?))
    };
    while let Some((pid, last)) = with(take).flatten() {
        // A port that is gone needs no message.
        let _ = last.post(global, pid);
    }
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
    let mut listening = LISTENING.lock().unwrap_or_else(PoisonError::into_inner);
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
    unsafe { abi::sys_register_listener(global, listener) };
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
    let _ = avm_port::guarded(|| pass_on(global, fd));
    listener
}

/// Sends each port that was rung its message.
fn pass_on(global: *mut GlobalContext, fd: c_int) {
    let mut count = 0u64;
    // SAFETY: `count` is 8 bytes; an empty counter leaves it 0, which says nothing new.
    let _ = unsafe { libc::read(fd, (&raw mut count).cast(), 8) };
    while let Some((port, pid)) = with(take_woken).flatten() {
        if send_wake(global, pid) == Sent::OutOfMemory {
            // Marked again, for the next poll of the VM to try; not in this loop.
            return wake(port);
        }
    }
}

/// Finds a port that was rung, and takes the mark from it.
fn take_woken(ports: &mut Registry<Extra>) -> Option<(PortId, i32)> {
    let port = ports.find(|extra| extra.woken)?;
    let extra = ports.extra_mut(port)?;
    extra.woken = false;
    Some((port, extra.pid))
}

fn send_wake(global: *mut GlobalContext, pid: i32) -> Sent {
    heap::with_heap(global, |raw| match prepare_wake(raw) {
        Some(message) => message.post(global, pid),
        None => Sent::OutOfMemory,
    })
}

/// Makes the message that stands for a bell.
pub(crate) fn prepare_wake(raw: RawEnv) -> Option<Prepared> {
    Prepared::immediate(wake_atom(raw)?).ok()
}

/// The message that stands for a bell.
pub(crate) fn wake_atom(raw: RawEnv) -> Option<usize> {
    atom!("$avm_wake")
        .term(wrap(&raw))
        .ok()
        .map(|term| term.raw().0)
}
