//! Watching processes: ports end with their owners, and monitors fire.
//!
//! A port ends with its owner also when that exits `normal`. One resource watches all processes, and
//! is never released: 0.6.6 reads a resource that watched a process after that process has left the
//! table (`context.c`), when another could be gone. Each process is watched once, so what that takes
//! does not grow with the ports or monitors.
//!
//! The resource is made before all others of this library, so it is the first of them that the VM
//! destroys when it ends: with that [`crate::ending`] knows, whatever else is left. The ports are
//! dropped then, before any value that they, or threads of theirs, may be looking at.
#![expect(unsafe_code, reason = "makes a resource and has it watch processes")]

use alloc::vec::Vec;
use core::ffi::c_void;
use core::ptr;

use avm_port::guarded;
use avm_term::vm::{MonitorError, OutOfMemory};

use crate::abi::{self, GlobalContext, NifEnv, ResourceTypeInit};
use crate::platform::Mutex;
use crate::{anchor, ending, heap, monitors, ports, send, types, version};

struct Watched {
    /// The watching resource, by its exposed address; 0 while there is none.
    watcher: usize,
    /// Who is watched.
    pids: Vec<i32>,
}

static WATCHED: Mutex<Watched> = Mutex::new(Watched {
    watcher: 0,
    pids: Vec::new(),
});

/// Makes sure that [`on_down`] hears of the death of a process, and that it has not done so when
/// `then` runs.
///
/// # Errors
///
/// The process is dead, or there is no memory; or the error of `then`.
pub(crate) fn watch<R>(
    global: *mut GlobalContext,
    pid: i32,
    then: impl FnOnce() -> Result<R, MonitorError>,
) -> Result<R, MonitorError> {
    // `on_down` takes this lock while it holds none of the VM's, and no destructor takes it, so no
    // cycle can form.
    let mut watched = WATCHED.lock();
    if !watched.pids.contains(&pid) {
        let room = watched.pids.try_reserve(1);
        room.map_err(|_| MonitorError::OutOfMemory)?;
        start(global, &mut watched, pid)?;
        watched.pids.push(pid);
    }
    then()
}

/// Makes the resource that watches, if there is none: before any other of this library.
///
/// # Errors
///
/// There is no memory.
pub(crate) fn prepare(global: *mut GlobalContext) -> Result<(), OutOfMemory> {
    make(global, &mut WATCHED.lock())
}

fn make(global: *mut GlobalContext, watched: &mut Watched) -> Result<(), OutOfMemory> {
    if watched.watcher == 0 {
        let watcher = make_watcher(global).ok_or(OutOfMemory)?;
        watched.watcher = watcher.expose_provenance();
    }
    Ok(())
}

fn start(global: *mut GlobalContext, watched: &mut Watched, pid: i32) -> Result<(), MonitorError> {
    make(global, watched).map_err(|OutOfMemory| MonitorError::OutOfMemory)?;
    let watcher = ptr::with_exposed_provenance_mut(watched.watcher);
    let watching = heap::with_heap(global, |raw| {
        let env = heap::env(raw);
        // SAFETY: a live resource of a type with a `down`; of the env only `global` is read.
        unsafe { abi::enif_monitor_process(env, watcher, &raw const pid, ptr::null_mut()) }
    });
    match watching {
        0 => Ok(()),
        // AtomVM says the same of a dead process and of some of its failed allocations.
        _ if send::is_alive(global, pid) => Err(MonitorError::OutOfMemory),
        _ => Err(MonitorError::NoProcess),
    }
}

/// Makes the resource that watches. The reference of `enif_alloc_resource` is kept for ever.
fn make_watcher(global: *mut GlobalContext) -> Option<*mut c_void> {
    let init = ResourceTypeInit {
        members: 3,
        dtor: Some(on_end),
        stop: None,
        down: Some(on_down),
    };
    let kind = types::register(global, c"avm_watch", &init)?;
    // SAFETY: the type was registered just now. A resource of one byte that nobody reads.
    let watcher = unsafe { abi::enif_alloc_resource(kind, 1) };
    (!watcher.is_null()).then_some(watcher)
}

/// The VM ends, or the watching resource would not be destroyed.
unsafe extern "C" fn on_end(_: *mut NifEnv, watcher: *mut c_void) {
    // SAFETY: AtomVM destroys this object.
    unsafe { ending::note(watcher) };
    while let Some(port) = ports::any() {
        anchor::close(port);
    }
}

/// A watched process died. Called by the VM on the thread that ends it, with no lock held, so that
/// the ports can be sent the message that was made for this when they were opened, and values told.
unsafe extern "C" fn on_down(_: *mut NifEnv, _: *mut c_void, pid: *const i32, _: *const c_void) {
    // SAFETY: the VM passes the id of the dead process.
    let pid = unsafe { *pid };
    let _ = guarded(|| {
        let mut watched = WATCHED.lock();
        watched.pids.retain(|watched| *watched != pid);
        drop(watched);
        ports::orphan(version::global(), pid);
        monitors::fire(pid);
    });
}
