//! Messages: written in an environment, sent with a copy or handed over.
#![expect(unsafe_code, reason = "opens environments and sends what is in them")]

use core::ptr;

use avm_term::vm::{OutOfMemory, RawEnv, RawTerm, Sent};

use crate::abi::{self, Env, Pid};
use crate::callback::current;

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
#[inline]
fn is_callback(raw: RawEnv) -> bool {
    env(raw) == current().env
}

/// Begins a message. In a callback of a process it is written on the process's own heap, which
/// costs nothing, and copied when it is sent; but not one that `keeps` something, which would be
/// garbage of that process then, and kept until it is collected.
#[inline]
pub(crate) fn begin(keeps: bool) -> Result<RawEnv, OutOfMemory> {
    let callback = current();
    if callback.process && !keeps {
        return Ok(RawEnv(callback.env.cast()));
    }
    open()
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
        // SAFETY: opened by `begin`; what was sent is out of it.
        unsafe { abi::enif_free_env(message) };
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
