//! Messages: written in an environment, sent with a copy or handed over.
#![expect(unsafe_code, reason = "opens environments and sends what is in them")]

use core::ptr;

use avm_term::vm::{OutOfMemory, RawEnv, RawTerm, Sent};

use crate::abi::{self, Env, Pid};
use crate::callback::{current, keep_spare, take_spare};

/// The environment behind its name.
#[inline(always)]
pub(crate) fn env(raw: RawEnv) -> *mut Env {
    raw.0.cast()
}

/// Opens an environment of no process.
pub(crate) fn open() -> Result<RawEnv, OutOfMemory> {
    // SAFETY: no precondition.
    let env = unsafe { abi::enif_alloc_env() };
    if env.is_null() {
        return Err(OutOfMemory);
    }
    Ok(RawEnv(env.cast()))
}

/// Closes what [`open`] or [`begin`] opened.
///
/// # Safety
///
/// The environment is not used again.
pub(crate) unsafe fn close(raw: RawEnv) {
    if !is_callback(raw) {
        // SAFETY: from `enif_alloc_env`, as the caller promises.
        unsafe { abi::enif_free_env(env(raw)) };
    }
}

/// Whether this is the environment of the callback that runs, which the VM closes.
#[inline(always)]
pub(crate) fn is_callback(raw: RawEnv) -> bool {
    env(raw) == current().env
}

/// A message of fewer words is sent as a copy.
const FEW_WORDS: usize = 32;

/// The words of a term that keeps something outside of the heap: so many that a message with one
/// is never written on the heap of a port's process, which would keep it, as garbage, until it is
/// collected.
pub(crate) const KEEPS: usize = FEW_WORDS;

/// Begins a message of so many words. In a callback of a process a short one is written on the
/// process's own heap, which costs nothing, and copied when it is sent; a long one has an
/// environment of its own, which is handed over.
#[inline]
pub(crate) fn begin(words: usize) -> Result<RawEnv, OutOfMemory> {
    let callback = current();
    if callback.process && words < FEW_WORDS {
        return Ok(RawEnv(callback.env.cast()));
    }
    let spare = take_spare();
    if spare.is_null() {
        return open();
    }
    Ok(RawEnv(spare.cast()))
}

/// Sends what was written in `raw`, which is gone afterwards.
///
/// # Safety
///
/// `raw` came from [`begin`] and is not used again; `term` was made in it.
#[inline]
pub(crate) unsafe fn post(raw: RawEnv, to: usize, term: RawTerm) -> Sent {
    let caller = current().env;
    let to = Pid { pid: to };
    let copied = is_callback(raw);
    let message = if copied { ptr::null_mut() } else { env(raw) };
    // SAFETY: the callback's environment on a thread of the VM, and none on any other.
    let sent = unsafe { abi::enif_send(caller, &raw const to, message, term.0) };
    if !copied {
        // SAFETY: opened by `begin`; what was sent is out of it, what was not is garbage.
        unsafe { abi::enif_clear_env(message) };
        if let Some(message) = keep_spare(message) {
            // SAFETY: empty, and not used again.
            unsafe { abi::enif_free_env(message) };
        }
    }
    if sent == 0 {
        return Sent::NoProcess;
    }
    Sent::Delivered
}

/// Sends a term that needs no heap, from any thread.
pub(crate) fn immediate(to: usize, term: usize) {
    let to = Pid { pid: to };
    // SAFETY: the callback's environment on a thread of the VM, and none on any other. Nobody who
    // would take the message is no failure.
    let _ = unsafe { abi::enif_send(current().env, &raw const to, ptr::null_mut(), term) };
}

/// Whether a process lives.
pub(crate) fn is_alive(pid: usize) -> bool {
    let pid = Pid { pid };
    // SAFETY: as for `enif_send`.
    unsafe { abi::enif_is_process_alive(current().env, &raw const pid) != 0 }
}
