//! Monitors of values: the VM's, and the numbers that they have here.
//!
//! A value keeps its own list. While it is locked the VM is called to add or end a monitor; the VM
//! calls `down` with no lock held, so neither waits for the other. A destructor needs no lock.
#![expect(
    unsafe_code,
    reason = "calls the VM's monitors, and the `down` of a class"
)]

use core::ffi::c_void;
use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::vec::Vec;

use avm_port::guarded;
use avm_term::vm::{MonitorError, RawResource, RawTerm};

use crate::abi::{self, Env, Monitor, Pid};
use crate::callback::{self, current};
use crate::resource;

/// The monitors of a value.
#[derive(Default)]
pub(crate) struct Monitors(Mutex<Vec<(u64, Monitor)>>);

impl Monitors {
    fn lock(&self) -> MutexGuard<'_, Vec<(u64, Monitor)>> {
        // Nothing here panics, so the list is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Has a value told when a process ends.
///
/// # Safety
///
/// As for `Vm::monitor`.
pub(crate) unsafe fn monitor(value: RawResource, target: RawTerm) -> Result<u64, MonitorError> {
    static LAST: AtomicU64 = AtomicU64::new(0);
    // SAFETY: held, as the caller promises.
    let header = unsafe { resource::header(value) };
    // Values whose class has no `down` are never monitored.
    let mut monitors = header.monitors().ok_or(MonitorError::NoProcess)?.lock();
    let room = monitors.try_reserve(1);
    room.map_err(|_| MonitorError::OutOfMemory)?;
    let mut monitor = Monitor {
        data: [0; size_of::<Monitor>()],
    };
    // A port is a process here.
    let pid = Pid { pid: target.0 };
    let (env, object) = (current().env, header.object);
    // SAFETY: the object of a value that is held, and the pid of a local process.
    let refused =
        unsafe { abi::enif_monitor_process(env, object, &raw const pid, &raw mut monitor) };
    if refused != 0 {
        return Err(MonitorError::NoProcess);
    }
    let id = LAST.fetch_add(1, Ordering::Relaxed) + 1;
    monitors.push((id, monitor));
    Ok(id)
}

/// Takes a monitor back. False: it was none, or `down` runs or ran.
///
/// # Safety
///
/// The value is held.
pub(crate) unsafe fn demonitor(value: RawResource, id: u64) -> bool {
    // SAFETY: held, as the caller promises.
    let header = unsafe { resource::header(value) };
    let Some(monitors) = header.monitors() else {
        return false;
    };
    let mut monitors = monitors.lock();
    let Some(index) = monitors.iter().position(|(other, _)| *other == id) else {
        return false;
    };
    let Some((_, monitor)) = monitors.get(index) else {
        return false;
    };
    // SAFETY: a monitor of this object.
    let late =
        unsafe { abi::enif_demonitor_process(current().env, header.object, &raw const *monitor) };
    if late != 0 {
        // `down` is on its way, and needs the number.
        return false;
    }
    monitors.swap_remove(index);
    true
}

/// A process ended that an object monitors.
///
/// # Safety
///
/// Called by the VM alone, with an object of `resource::new`, which it holds meanwhile.
pub(crate) unsafe extern "C" fn on_down(
    env: *mut Env,
    object: *mut c_void,
    pid: *const Pid,
    monitor: *const Monitor,
) {
    // SAFETY: an object of ours.
    let Some(value) = (unsafe { resource::value(object) }) else {
        return;
    };
    // SAFETY: held by the VM.
    let header = unsafe { resource::header(value) };
    // SAFETY: the VM passes the process that ended.
    let who = RawTerm(unsafe { *pid }.pid);
    let (Some(down), Some(monitors)) = (header.class.down, header.monitors()) else {
        return;
    };
    let Some(id) = take(monitors, monitor) else {
        return;
    };
    let address = value.value().as_ptr();
    let _ = guarded(|| {
        // SAFETY: the class is that of the value, which is held.
        callback::without_process(env, || unsafe { down(address, who, id) });
    });
}

/// Takes the number of a monitor out of the list.
fn take(monitors: &Monitors, monitor: *const Monitor) -> Option<u64> {
    let mut monitors = monitors.lock();
    let is_it = |(_, other): &(u64, Monitor)| {
        // SAFETY: two monitors of the VM.
        unsafe { abi::enif_compare_monitors(other, monitor) == 0 }
    };
    let index = monitors.iter().position(is_it)?;
    Some(monitors.swap_remove(index).0)
}
