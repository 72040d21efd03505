//! Watching owners: a port ends with the process that opened it.
//!
//! It does so also when the process exits `normal`. One resource watches all owners, and is never
//! released: 0.6.6 reads a resource that watched a process after that process has left the table
//! (`context.c`), when a port's own resource could be gone. Each owner is watched once, so what
//! that takes does not grow with the ports.
#![expect(unsafe_code, reason = "makes a resource and has it watch processes")]

use core::ffi::c_void;
use core::ptr;
use std::sync::{Mutex, PoisonError};

use avm_port::guarded;

use crate::abi::{self, GlobalContext, NifEnv, ResourceTypeInit};
use crate::{heap, ports, version};

struct Owners {
    /// The watching resource, by its exposed address; 0 while there is none.
    watcher: usize,
    /// Who is watched.
    pids: Vec<i32>,
}

static OWNERS: Mutex<Owners> = Mutex::new(Owners {
    watcher: 0,
    pids: Vec::new(),
});

/// Makes sure that the ports of a process end with it. `None`: it is dead, or there is no memory.
pub(crate) fn watch(global: *mut GlobalContext, pid: i32) -> Option<()> {
    // `on_down` takes this lock while it holds none of the VM's, so no cycle can form.
    let mut owners = OWNERS.lock().unwrap_or_else(PoisonError::into_inner);
    if owners.pids.contains(&pid) {
        return Some(());
    }
    owners.pids.try_reserve(1).ok()?;
    if owners.watcher == 0 {
        owners.watcher = make_watcher(global)?.expose_provenance();
    }
    let watcher = ptr::with_exposed_provenance_mut(owners.watcher);
    let watching = heap::with_heap(global, |raw| {
        let env = heap::env(raw);
        // SAFETY: a live resource of a type with a `down`; of the env only `global` is read.
        unsafe { abi::enif_monitor_process(env, watcher, &raw const pid, ptr::null_mut()) }
    });
    (watching == 0).then(|| owners.pids.push(pid))
}

/// Makes the resource that watches. The reference of `enif_alloc_resource` is kept for ever.
fn make_watcher(global: *mut GlobalContext) -> Option<*mut c_void> {
    let init = ResourceTypeInit {
        members: 3,
        dtor: None,
        stop: None,
        down: Some(on_down),
    };
    let kind = heap::with_heap(global, |raw| {
        let (env, name) = (heap::env(raw), c"avm_port_owners".as_ptr());
        // SAFETY: of the env only `global` is read; name and `init` are copied.
        unsafe {
            abi::enif_init_resource_type(
                env,
                name,
                &raw const init,
                abi::RT_CREATE,
                ptr::null_mut(),
            )
        }
    });
    if kind.is_null() {
        return None;
    }
    // SAFETY: the type was registered just now. A resource of one byte that nobody reads.
    let watcher = unsafe { abi::enif_alloc_resource(kind, 1) };
    (!watcher.is_null()).then_some(watcher)
}

/// A watched process died. Called by the VM on the thread that ends it, with no lock held, so that
/// the ports can be sent the message that was made for this when they were opened.
unsafe extern "C" fn on_down(_: *mut NifEnv, _: *mut c_void, pid: *const i32, _: *const c_void) {
    // SAFETY: the VM passes the id of the dead process.
    let pid = unsafe { *pid };
    let _ = guarded(|| {
        let mut owners = OWNERS.lock().unwrap_or_else(PoisonError::into_inner);
        owners.pids.retain(|watched| *watched != pid);
        drop(owners);
        ports::orphan(version::global(), pid);
    });
}
