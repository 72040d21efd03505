//! Sending: never aborts the VM, never with a lock of ours held.
#![expect(unsafe_code, reason = "calls the VM to copy and post messages")]

use avm_term::vm::Sent;

use crate::abi::{self, GlobalContext, Message};
use crate::version::{TwoStepSend, vm};

/// Sends a copy of `term`, which is live. From a scheduler thread, with no lock of the VM's
/// process table held.
pub(crate) fn send(global: *mut GlobalContext, pid: i32, term: usize) -> Sent {
    match vm().two_step_send {
        Some(functions) => two_steps(functions, global, pid, term),
        None => one_step(global, pid, term),
    }
}

fn two_steps(f: TwoStepSend, global: *mut GlobalContext, pid: i32, term: usize) -> Sent {
    // SAFETY: the term is live.
    let message = unsafe { (f.create)(term) };
    if message.is_null() {
        return Sent::OutOfMemory;
    }
    // `SEND_MESSAGE_OK` (`globalcontext.h`).
    const OK: i32 = 0;
    // SAFETY: the message is whole, and given away.
    if unsafe { (f.post)(global, pid, message) } == OK {
        return Sent::Delivered;
    }
    // SAFETY: a message that was not posted is still ours.
    unsafe { (f.dispose)(message, global, false) };
    Sent::NoProcess
}

/// 0.6.6 makes and posts a message in one call, which posts a null pointer, and so crashes the
/// VM, when `malloc` fails. A block of the same size is tried first, and freed; the VM's own
/// `malloc` comes right after.
fn one_step(global: *mut GlobalContext, pid: i32, term: usize) -> Sent {
    if !is_alive(global, pid) {
        return Sent::NoProcess;
    }
    // SAFETY: the term is live.
    let words = unsafe { abi::memory_estimate_usage(term) };
    // SAFETY: `malloc` has no precondition.
    let room = unsafe { libc::malloc(size_of::<Message>() + words * size_of::<usize>()) };
    if room.is_null() {
        return Sent::OutOfMemory;
    }
    // SAFETY: from `malloc` just now.
    unsafe { libc::free(room) };
    // SAFETY: the term is live; a process that died meanwhile is ignored.
    unsafe { abi::globalcontext_send_message(global, pid, term) };
    Sent::Delivered
}

/// Whether a process lives.
pub(crate) fn is_alive(global: *mut GlobalContext, pid: i32) -> bool {
    // SAFETY: the VM is there, and looks the number up under its own lock.
    unsafe { abi::globalcontext_process_exists(global, pid) }
}

/// Frees a message that was taken out of a mailbox: releases what it refers to, then the block.
/// What `mailbox_message_dispose_unsent` does, for a version that has no such function too.
///
/// # Safety
///
/// `message` was taken out of a mailbox, and nobody looks at its terms any more.
pub(crate) unsafe fn dispose(global: *mut GlobalContext, message: *mut Message) {
    // SAFETY: a normal message, live.
    let mso_list = unsafe { (*message).mso_list };
    // SAFETY: the list is the message's own.
    unsafe { abi::memory_sweep_mso_list(mso_list, global, false) };
    // SAFETY: every message is one block from `malloc` (`mailbox.c`).
    unsafe { libc::free(message.cast()) };
}
