//! The postman: delivers what is sent from destructors.
//!
//! A destructor may run under the VM's lock of processes, which sending takes. What it sends is
//! left here, and the postman, a native process of the VM, is woken without that lock: its context
//! is known, and what is pushed into a mailbox needs none. Its handler then delivers, on a thread
//! of the VM and under no lock. Nothing is allocated on the way, so nothing that was left can be
//! lost. The postman is there before the first resource is a term.
#![expect(
    unsafe_code,
    reason = "links messages, makes a context of the VM and serves it"
)]

use core::ffi::c_int;
use core::ptr;

use avm_port::guarded;
use avm_term::PortId;
use avm_term::vm::OutOfMemory;

use crate::abi::{self, Context, Message};
use crate::context::ContextRef;
use crate::platform::{self, AtomicBool, AtomicPtr, Guard, Mutex, Ordering};
use crate::send::{self, NORMAL_MESSAGE, Prepared};
use crate::version::{global, vm};
use crate::{anchor, ending, word};

/// The number that anchors the postman's context; no port has it.
pub(crate) const POSTMAN: PortId = PortId::from_raw(u32::MAX - 1);

/// The address of the postman's context with every bit inverted; 0 while there is none. It lives
/// as long as the VM, and a pointer to it would make all contexts look reachable to a checker of
/// leaks, because they form a ring.
///
/// The lock is taken in destructors, so while it is held the VM is called only to push and signal.
static CONTEXT: Mutex<usize> = Mutex::new(0);

/// Whether there is a postman; in destructors nobody asks.
static HIRED: AtomicBool = AtomicBool::new(false);

/// What was left and not delivered yet, the last first: linked by `next`, the receiver in `kind`.
static LEFT: AtomicPtr<Message> = AtomicPtr::new(ptr::null_mut());

/// The message that wakes the postman; null while it is in the mailbox.
static WAKE: AtomicPtr<Message> = AtomicPtr::new(ptr::null_mut());

fn context() -> Guard<'static, usize> {
    CONTEXT.lock()
}

/// Makes sure that there is a postman. In a destructor there was one before.
pub(crate) fn hire() -> Result<(), OutOfMemory> {
    static HIRING: Mutex<()> = Mutex::new(());
    if HIRED.load(Ordering::Acquire) || ending::in_destructor() {
        return Ok(());
    }
    let _hiring = HIRING.lock();
    if HIRED.load(Ordering::Acquire) {
        return Ok(());
    }
    if WAKE.load(Ordering::Acquire).is_null() {
        let wake = Prepared::immediate(word::NIL)?;
        WAKE.store(wake.into_raw(), Ordering::Release);
    }
    let postman = make_context().ok_or(OutOfMemory)?;
    *context() = !postman.as_ptr().expose_provenance();
    HIRED.store(true, Ordering::Release);
    // For one who is hired because the last is gone.
    ring();
    Ok(())
}

/// Makes the postman's context. Named in `valgrind.supp`, as the VM does not free the contexts that
/// are there at its end.
#[inline(never)]
fn make_context() -> Option<ContextRef> {
    // SAFETY: the VM is there: a port was opened, or there would be no resource.
    let context = ContextRef::new(unsafe { abi::context_new(global()) })?;
    let laid_out = context.is_as_laid_out(global(), &vm().layout);
    if laid_out {
        context.set_handler(&vm().layout, handle);
    }
    if !laid_out || anchor::anchor(global(), context, POSTMAN).is_none() {
        // SAFETY: nobody else has seen the context, and it is not used again.
        unsafe { abi::scheduler_terminate(context.as_ptr()) };
        return None;
    }
    Some(context)
}

/// The postman's context is being destroyed, which only `exit(Pid, kill)` can do, or the VM ends.
pub(crate) fn gone() {
    *context() = 0;
    HIRED.store(false, Ordering::Release);
}

/// Leaves a whole message for a process.
///
/// # Safety
///
/// The message is in no mailbox, and the caller's no more.
pub(crate) unsafe fn leave(pid: i32, message: *mut Message) {
    // SAFETY: the message is live, and ours.
    unsafe { (*message).kind = pid as usize };
    let mut first = LEFT.load(Ordering::Relaxed);
    loop {
        // SAFETY: as above.
        unsafe { (*message).next = first };
        match LEFT.compare_exchange_weak(first, message, Ordering::SeqCst, Ordering::Relaxed) {
            Ok(_) => break,
            Err(other) => first = other,
        }
    }
    ring();
}

/// Wakes the postman, unless that was done and he has not looked yet, or there is none.
fn ring() {
    // Held until he is signalled, so that his context is not freed meanwhile (`gone`).
    let context = context();
    if *context == 0 {
        return;
    }
    let wake = WAKE.swap(ptr::null_mut(), Ordering::SeqCst);
    if wake.is_null() {
        return;
    }
    let postman: *mut Context = ptr::with_exposed_provenance_mut(!*context);
    // SAFETY: a live context, and a whole message that is in no mailbox.
    unsafe { platform::enqueue(postman, wake) };
}

/// The postman's native handler.
unsafe extern "C" fn handle(context: *mut Context) -> c_int {
    let _ = guarded(|| ContextRef::new(context).map(run));
    abi::NATIVE_CONTINUE
}

fn run(context: ContextRef) {
    let mailbox = context.mailbox(&vm().layout);
    loop {
        // SAFETY: the mailbox is the context's own, and this is its handler.
        if unsafe { abi::mailbox_first(mailbox) }.is_null() {
            break;
        }
        // SAFETY: as above.
        let message = unsafe { abi::mailbox_take_message(mailbox) };
        if !keep(message) {
            // SAFETY: taken out above, and nobody reads it.
            unsafe { send::dispose(context.global(), message) };
        }
    }
    // Only now, so that what is left from here on wakes him again.
    deliver();
}

/// Keeps the message that woke the postman for the next time. Nobody is told his pid, but what can
/// be listed can be sent to: another message does as well, if it refers to nothing.
fn keep(message: *mut Message) -> bool {
    let (none, order) = (ptr::null_mut(), Ordering::SeqCst);
    // SAFETY: a whole message, just taken out of the mailbox.
    let refers_to_nothing = unsafe { (*message).mso_list } == word::NIL;
    refers_to_nothing && WAKE.compare_exchange(none, message, order, order).is_ok()
}

/// Delivers what was left, in the order of leaving.
fn deliver() {
    let mut left = LEFT.swap(ptr::null_mut(), Ordering::SeqCst);
    let mut ordered = ptr::null_mut::<Message>();
    while !left.is_null() {
        // SAFETY: what was left is whole, and linked to what was left before it.
        let next = unsafe { (*left).next };
        // SAFETY: as above.
        unsafe { (*left).next = ordered };
        (ordered, left) = (left, next);
    }
    while !ordered.is_null() {
        let message = ordered;
        // SAFETY: as above.
        ordered = unsafe { (*message).next };
        // SAFETY: as above; `leave` put the receiver there.
        let pid = unsafe { (*message).kind } as i32;
        // SAFETY: as above.
        unsafe { (*message).next = ptr::null_mut() };
        // SAFETY: as above.
        unsafe { (*message).kind = NORMAL_MESSAGE };
        let _ = send::deliver(global(), pid, message);
    }
}
