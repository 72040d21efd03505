//! Monitors of resources: who is told of whose death.
//!
//! AtomVM could have its resources watch processes itself, but 0.6.6 then reads resources that were
//! freed, and both versions take the lock of processes in a destructor that may run under it. So
//! one object of this library watches ([`crate::watch`]), and the monitors are listed here. The
//! lock of the list is taken in destructors; while it is held nothing of the VM is called.
#![expect(
    unsafe_code,
    reason = "keeps values by their blocks, and calls their `down`"
)]

use alloc::vec::Vec;

use avm_port::guarded;
use avm_term::vm::{MonitorError, RawResource, RawTerm};

use crate::platform::{Guard, Mutex, Ordering};
use crate::version::{global, vm};
use crate::word::{IMMED_MASK, PID};
use crate::{block, ending, watch};

struct Monitor {
    value: RawResource,
    pid: i32,
    /// The process as `down` is told of it.
    target: RawTerm,
    id: u64,
}

// SAFETY: what stands in the list is not dropped: `block::end` takes it out first.
unsafe impl Send for Monitor {}

static MONITORS: Mutex<Vec<Monitor>> = Mutex::new(Vec::new());

fn monitors() -> Guard<'static, Vec<Monitor>> {
    MONITORS.lock()
}

/// The process id in a local pid or port.
fn process_id(target: RawTerm) -> Option<i32> {
    let tag = target.0 & IMMED_MASK;
    if tag != PID && tag != vm().tags.port {
        return None;
    }
    i32::try_from(target.0 >> 4).ok()
}

/// Has a value told when a process ends. Not from a destructor, where the process cannot be asked.
///
/// # Safety
///
/// The value is kept, and of a class that has a `down`.
pub(crate) unsafe fn monitor(value: RawResource, target: RawTerm) -> Result<u64, MonitorError> {
    static LAST: Mutex<u64> = Mutex::new(0);
    let pid = process_id(target).ok_or(MonitorError::NoProcess)?;
    if ending::in_destructor() || ending::vm_ended() {
        return Err(MonitorError::OutOfMemory);
    }
    watch::watch(global(), pid, || {
        let mut monitors = monitors();
        let room = monitors.try_reserve(1);
        room.map_err(|_| MonitorError::OutOfMemory)?;
        // SAFETY: kept, as the caller promises.
        unsafe { block::header(value) }
            .monitors
            .fetch_add(1, Ordering::AcqRel);
        let mut last = LAST.lock();
        *last += 1;
        let id = *last;
        monitors.push(Monitor {
            value,
            pid,
            target,
            id,
        });
        Ok(id)
    })
}

/// Takes a monitor back. False: it was none, or `down` runs or ran.
///
/// # Safety
///
/// The value is kept.
pub(crate) unsafe fn demonitor(value: RawResource, id: u64) -> bool {
    let mut monitors = monitors();
    let is_it = |monitor: &Monitor| monitor.id == id && monitor.value == value;
    let Some(index) = monitors.iter().position(is_it) else {
        return false;
    };
    monitors.remove(index);
    // SAFETY: kept, as the caller promises.
    let header = unsafe { block::header(value) };
    header.monitors.fetch_sub(1, Ordering::AcqRel);
    true
}

/// Takes all monitors of a value back, which is about to be dropped.
pub(crate) fn forget(value: RawResource) {
    monitors().retain(|monitor| monitor.value != value);
}

/// Tells all who monitor a process that it ended. Called under no lock.
pub(crate) fn fire(pid: i32) {
    while let Some(monitor) = take(pid) {
        let value = monitor.value;
        // SAFETY: held by `take`.
        let down = unsafe { block::header(value) }.class.down;
        if let Some(down) = down {
            let address = value.value().as_ptr();
            // SAFETY: the class is that of the value, which is held.
            let _ = guarded(|| unsafe { down(address, monitor.target, monitor.id) });
        }
        // SAFETY: held by `take`.
        unsafe { block::unhold(value) };
    }
}

/// Takes the oldest monitor of a process out, and holds its value.
fn take(pid: i32) -> Option<Monitor> {
    let mut monitors = monitors();
    let index = monitors.iter().position(|monitor| monitor.pid == pid)?;
    let monitor = monitors.remove(index);
    // SAFETY: a value whose monitor is listed is not dropped yet, and the list is locked.
    unsafe { block::hold(monitor.value) };
    // SAFETY: held.
    let header = unsafe { block::header(monitor.value) };
    header.monitors.fetch_sub(1, Ordering::AcqRel);
    Some(monitor)
}
