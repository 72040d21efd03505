//! The end of the VM, and why the library stays until then.
#![expect(unsafe_code, reason = "calls the C library")]

use core::ffi::{c_int, c_void};
use core::ptr;
use std::sync::Once;

use avm_port::guarded;

use crate::ports;

/// Has the library stay in memory, and its ports closed, until the VM ends.
///
/// The VM unmaps a library whose code was purged and whose resources are gone. A thread of a
/// driver that is still on its way out would then run in nothing; Rust's own threads and
/// thread-locals do not expect it either. A library that is loaded again is the same one.
pub(crate) fn stay() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        pin();
        // SAFETY: the function stays, as was just seen to. Without memory for the entry, ports
        // that are open when the VM ends are not closed, which is no more than a lost farewell.
        let _ = unsafe { libc::atexit(at_exit) };
    });
}

/// Keeps the file mapped that this very function is in.
fn pin() {
    let mut found = libc::Dl_info {
        dli_fname: ptr::null(),
        dli_fbase: ptr::null_mut(),
        dli_sname: ptr::null(),
        dli_saddr: ptr::null_mut(),
    };
    let here = pin as fn() as *const c_void;
    // SAFETY: asks for the file around an address.
    let known: c_int = unsafe { libc::dladdr(here, &raw mut found) };
    if known != 0 && !found.dli_fname.is_null() {
        let flags = libc::RTLD_NOW | libc::RTLD_NOLOAD | libc::RTLD_NODELETE;
        // SAFETY: the name of a file that is loaded already; no code of it runs again.
        let _ = unsafe { libc::dlopen(found.dli_fname, flags) };
    }
}

/// The VM ends by `exit(3)`, without collecting its processes: hardware is put to rest here.
extern "C" fn at_exit() {
    let _ = guarded(ports::close_all);
}
