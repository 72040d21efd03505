//! Resources, as the VM interface has them: Rust values that the VM counts.
#![expect(
    unsafe_code,
    reason = "hands the VM's resource functions on to the crate that types them"
)]

use core::alloc::Layout;
use core::any::TypeId;
use core::ptr::NonNull;

use super::{OutOfMemory, RawTerm};
use crate::port::PortId;
use crate::term::Pid;

/// What the VM must know of a Rust type whose values it counts.
///
/// A VM has one resource type for all classes of a library, and keeps the class beside the value.
#[derive(Clone, Copy, Debug)]
pub struct ResourceClass {
    /// What the type is called where people read it.
    pub name: &'static str,
    /// Which type it is. The address of a class tells less: one type may have several.
    pub id: TypeId,
    /// How large a value is, and how it must be aligned.
    pub layout: Layout,
    /// Drops the value in place. Called once, with its address, after the last release; on any
    /// thread.
    pub drop: unsafe fn(*mut ()),
    /// Called with the value's address, the term of the process or port that ended, and the
    /// number of the monitor. `None`: values of the type are never monitored.
    pub down: Option<unsafe fn(*mut (), RawTerm, u64)>,
}

/// The address of a value that the VM counts; aligned as its class asks. It does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct RawResource(NonNull<()>);

impl RawResource {
    /// Names a value by its address, as its provider gave it out.
    pub const fn new(value: NonNull<()>) -> Self {
        Self(value)
    }

    /// The address of the value.
    #[inline(always)]
    pub const fn value(self) -> NonNull<()> {
        self.0
    }
}

/// Why a process or a port is not monitored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MonitorError {
    /// It has ended already.
    NoProcess,
    /// The VM has no memory for the monitor.
    OutOfMemory,
}

impl core::fmt::Display for MonitorError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::NoProcess => "what is to be monitored has ended",
            Self::OutOfMemory => "the VM has no memory for the monitor",
        })
    }
}

impl core::error::Error for MonitorError {}

/// Makes room for a value of a class. The count is 1 and belongs to the caller.
///
/// # Errors
///
/// The VM has no memory, or cannot have resources.
///
/// # Safety
///
/// The caller writes a value of the class before it does anything else with the resource. Values
/// of the class are `Send` and `Sync`, and its functions do to them what
/// [`ResourceClass`] says.
#[inline(always)]
pub unsafe fn create(class: &'static ResourceClass) -> Result<RawResource, OutOfMemory> {
    // SAFETY: `Vm::new_resource` asks what the caller promises.
    unsafe { super::new_resource(class) }
}

/// Counts one holder more.
///
/// # Safety
///
/// The resource is held by somebody for the time of the call.
#[inline(always)]
pub unsafe fn keep(resource: RawResource) {
    // SAFETY: the caller's promise.
    unsafe { super::keep_resource(resource) }
}

/// Counts one holder less; with the last one the value is dropped and the memory is given back.
///
/// # Safety
///
/// One count of the resource is the caller's, who gives it up.
#[inline(always)]
pub unsafe fn release(resource: RawResource) {
    // SAFETY: the caller's promise.
    unsafe { super::release_resource(resource) }
}

/// Monitors a local process or an open port: the class's `down` runs when it ends. The monitor
/// ends with the resource, which it does not keep.
///
/// # Errors
///
/// What is to be monitored has ended, or there is no memory.
///
/// # Safety
///
/// The resource is held for the time of the call, its class has a `down`, and `target` is a
/// term that the VM made for a local pid or for a port.
pub unsafe fn monitor(resource: RawResource, target: RawTerm) -> Result<u64, MonitorError> {
    // SAFETY: the caller's promise.
    unsafe { super::monitor(resource, target) }
}

/// Ends a monitor. `true`: its `down` has not run and will not run.
///
/// # Safety
///
/// The resource is held for the time of the call.
pub unsafe fn demonitor(resource: RawResource, monitor: u64) -> bool {
    // SAFETY: the caller's promise.
    unsafe { super::demonitor(resource, monitor) }
}

/// The term of a process, to monitor it by.
pub fn process_term(process: Pid) -> RawTerm {
    // SAFETY: `make_pid` has no precondition.
    unsafe { super::make_pid(process.raw()) }
}

/// The term of a port, to monitor it by; `None` if it is closed.
pub fn port_term(port: PortId) -> Option<RawTerm> {
    // SAFETY: `port_term` has no precondition.
    unsafe { super::port_term(port.raw()) }
}
