//! Sending: a message is written where it is read, and posted without a copy.
//!
//! A message is one block (`Message`, `mailbox.h`): a header, the list of what must be released,
//! and the terms. The block is made first, the terms are built in it, then it is given to the
//! receiver. Nothing is allocated after the first step, so nothing can fail half-way; AtomVM's
//! own functions, which copy and post in one call, crash the VM when `malloc` fails.
#![expect(unsafe_code, reason = "lays out messages and hands them to the VM")]

use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use avm_term::vm::{OutOfMemory, RawEnv, RawTerm, Sent};

use crate::abi::{self, Fragment, GlobalContext, Message, NifEnv};
use crate::platform::{self, MALLOC_ALIGN};
use crate::{copy, ending, heap, postman, word};

/// `NormalMessage` (`mailbox.h`).
pub(crate) const NORMAL_MESSAGE: usize = 0;

/// Begins a message with room for so many words of terms.
///
/// The block holds the message, the words, and behind them the environment that they are built
/// in. A root [`Fragment`] stands on the last two words of [`Message`]: its list of what must be
/// released is the message's own, and its storage begins where the message's terms do.
pub(crate) fn begin(global: *mut GlobalContext, words: usize) -> Result<RawEnv, OutOfMemory> {
    const FIXED: usize = size_of::<Message>() + size_of::<NifEnv>();
    let bytes = words
        .checked_mul(size_of::<usize>())
        .and_then(|w| w.checked_add(FIXED));
    let block = platform::allocate(bytes.ok_or(OutOfMemory)?, MALLOC_ALIGN).cast::<Message>();
    if block.is_null() {
        return Err(OutOfMemory);
    }
    let env = block
        .wrapping_add(1)
        .cast::<usize>()
        .wrapping_add(words)
        .cast::<NifEnv>();
    let mut value = heap::env_on(global);
    value.x[0] = block.expose_provenance();
    // SAFETY: so many words stand behind the fragment, up to the environment.
    value.heap = unsafe { heap::heap_on(root(block), words) };
    // SAFETY: the block has room for an environment behind the words.
    unsafe { env.write(value) };
    Ok(RawEnv(env.cast()))
}

/// The message that an environment of [`begin`] belongs to; null for any other.
fn block(env: *mut NifEnv) -> *mut Message {
    // SAFETY: the env is live, as every caller here promises.
    let block = unsafe { (*env).x[0] };
    core::ptr::with_exposed_provenance_mut(block)
}

/// The fragment that stands on a message.
fn root(message: *mut Message) -> *mut Fragment {
    message
        .wrapping_byte_add(core::mem::offset_of!(Message, heap_end))
        .cast()
}

const _: () = {
    let gap = core::mem::offset_of!(Message, mso_list) - core::mem::offset_of!(Message, heap_end);
    assert!(gap == core::mem::offset_of!(Fragment, mso_list));
    assert!(
        size_of::<Message>() - core::mem::offset_of!(Message, heap_end) == size_of::<Fragment>()
    );
};

/// Closes what [`begin`] or [`heap::open`] opened.
///
/// # Safety
///
/// The environment is open, and not used again.
pub(crate) unsafe fn close(raw: RawEnv) {
    let env = heap::env(raw);
    let block = block(env);
    if block.is_null() {
        // SAFETY: as the caller promises; `begin` would have left its block.
        return unsafe { heap::close(raw) };
    }
    // SAFETY: the env is live.
    heap::free(unsafe { &*env }, root(block));
    // SAFETY: from `begin`'s `malloc`; the env is in the same block.
    unsafe { platform::release(block.cast(), MALLOC_ALIGN) };
}

/// Posts the message that was built in `raw`, which is gone afterwards.
///
/// # Safety
///
/// `raw` came from [`begin`] and is not used again; `term` was built in it.
pub(crate) unsafe fn post(
    global: *mut GlobalContext,
    raw: RawEnv,
    pid: i32,
    term: RawTerm,
) -> Sent {
    let env = heap::env(raw);
    let message = block(env);
    // SAFETY: the env is live.
    let heap = unsafe { (*env).heap };
    if heap.root != root(message) {
        // More was built than was counted, so the terms are not in one block.
        // SAFETY: as the caller promises.
        return unsafe { repost(global, raw, pid, term) };
    }
    // SAFETY: the root fragment is the message's own.
    let mso_list = unsafe { (*heap.root).mso_list };
    let header = Message {
        next: core::ptr::null_mut(),
        kind: NORMAL_MESSAGE,
        message: term.0,
        heap_end: heap.ptr,
        mso_list,
    };
    // SAFETY: the block begins with a message.
    unsafe { message.write(header) };
    deliver(global, pid, message)
}

/// Copies what was built into a message that has room for it, and posts that.
unsafe fn repost(global: *mut GlobalContext, raw: RawEnv, pid: i32, term: RawTerm) -> Sent {
    // SAFETY: the term is live until `raw` is closed.
    let copied = unsafe { copy::words(term.0) }.and_then(|words| begin(global, words));
    let sent = match copied {
        Ok(whole) => {
            // SAFETY: both are live.
            match unsafe { copy::copy(whole, term) } {
                // SAFETY: counted before it was begun, so it is not reposted once more.
                Ok(term) => unsafe { post(global, whole, pid, term) },
                Err(OutOfMemory) => {
                    // SAFETY: begun above.
                    unsafe { close(whole) };
                    Sent::OutOfMemory
                }
            }
        }
        Err(OutOfMemory) => Sent::OutOfMemory,
    };
    // SAFETY: as the caller promises.
    unsafe { close(raw) };
    sent
}

/// Gives a whole message to a process, or frees it if there is none. In a destructor it is left to
/// be delivered afterwards.
pub(crate) fn deliver(global: *mut GlobalContext, pid: i32, message: *mut Message) -> Sent {
    if ending::vm_ended() {
        // SAFETY: whole, and still ours.
        unsafe { dispose(global, message) };
        return Sent::NoProcess;
    }
    if ending::in_destructor() {
        // SAFETY: whole, and given away.
        unsafe { postman::leave(pid, message) };
        return Sent::Delivered;
    }
    // SAFETY: the VM looks any number up under its own lock, which a process that is found holds.
    let context = unsafe { abi::globalcontext_get_process_lock(global, pid) };
    if context.is_null() {
        // SAFETY: whole, and still ours.
        unsafe { dispose(global, message) };
        return Sent::NoProcess;
    }
    // SAFETY: the context is locked, and the message given away.
    unsafe { platform::enqueue(context, message) };
    // SAFETY: locked above.
    unsafe { abi::globalcontext_get_process_unlock(global, context) };
    Sent::Delivered
}

/// A message that is made already, so that to send it cannot fail.
pub(crate) struct Prepared(NonNull<Message>);

// SAFETY: the block is whole, and nobody else points to it.
unsafe impl Send for Prepared {}

impl Prepared {
    /// A message of an immediate, which means the same in every heap.
    pub(crate) fn immediate(term: usize) -> Result<Self, OutOfMemory> {
        let block = platform::allocate(size_of::<Message>(), MALLOC_ALIGN).cast::<Message>();
        let block = NonNull::new(block).ok_or(OutOfMemory)?;
        let header = Message {
            next: core::ptr::null_mut(),
            kind: NORMAL_MESSAGE,
            message: term,
            heap_end: block.as_ptr().wrapping_add(1).cast(),
            mso_list: word::NIL,
        };
        // SAFETY: the block has the size of a message.
        unsafe { block.write(header) };
        Ok(Self(block))
    }

    /// The message itself, which the caller gives to the VM or frees.
    pub(crate) fn into_raw(self) -> *mut Message {
        ManuallyDrop::new(self).0.as_ptr()
    }

    /// Sends it.
    pub(crate) fn post(self, global: *mut GlobalContext, pid: i32) -> Sent {
        deliver(global, pid, self.into_raw())
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        // SAFETY: from `malloc`, and it refers to nothing.
        unsafe { platform::release(self.0.as_ptr().cast(), MALLOC_ALIGN) };
    }
}

/// Whether a process lives. In a destructor, where the VM must not be asked, it is said to.
pub(crate) fn is_alive(global: *mut GlobalContext, pid: i32) -> bool {
    if ending::vm_ended() || ending::in_destructor() {
        return !ending::vm_ended();
    }
    // SAFETY: the VM looks any number up under its own lock.
    unsafe { abi::globalcontext_process_exists(global, pid) }
}

/// Frees a message that is in no mailbox: releases what it refers to, then the block.
///
/// # Safety
///
/// The message is whole, and nobody looks at its terms any more.
pub(crate) unsafe fn dispose(global: *mut GlobalContext, message: *mut Message) {
    // SAFETY: a normal message, live.
    let mso_list = unsafe { (*message).mso_list };
    // SAFETY: the list is the message's own.
    unsafe { heap::release(global, mso_list) };
    // SAFETY: every message is one block from `malloc` (`mailbox.c`).
    unsafe { platform::release(message.cast(), MALLOC_ALIGN) };
}
