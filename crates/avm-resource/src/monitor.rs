//! Monitors: a resource hears when a process or a port ends.
#![expect(
    unsafe_code,
    reason = "calls the VM with a resource that is held, and makes terms of what it gave out"
)]

use avm_term::vm::{MonitorError, RawTerm, resource};
use avm_term::{BuildError, Builder, IntoTerm, Pid, PortId};

use crate::arc::ResourceArc;
use crate::resource::Resource;

/// The name of one monitor; no two of a VM have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Monitor(pub(crate) u64);

/// The process or the port that ended.
///
/// Invariant: the VM gave out the term, which needs no heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Down(RawTerm);

impl Down {
    pub(crate) fn new(who: RawTerm) -> Self {
        Self(who)
    }

    /// Whether it was this process.
    pub fn is(self, process: Pid) -> bool {
        self.0 == resource::process_term(process)
    }
}

/// Its pid, or the port.
impl IntoTerm for Down {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        // SAFETY: the VM gave the term out as one that needs no heap, by the invariant.
        Ok(unsafe { b.immediate(self.0) })
    }
}

impl<T: Resource> ResourceArc<T> {
    /// Monitors a process: [`Resource::down`] runs when it ends, unless the value is dropped or
    /// the monitor [ended](Self::demonitor) before. A monitor does not hold the value.
    ///
    /// Does not compile for a type that does not say [`Resource::IMPLEMENTS_DOWN`].
    ///
    /// # Errors
    ///
    /// The process has ended, or the VM has no memory.
    pub fn monitor(&self, process: Pid) -> Result<Monitor, MonitorError> {
        self.monitor_term(resource::process_term(process))
    }

    /// Monitors a port, as [`monitor`](Self::monitor) does a process.
    ///
    /// # Errors
    ///
    /// The port is closed, or the VM has no memory.
    pub fn monitor_port(&self, port: PortId) -> Result<Monitor, MonitorError> {
        let term = resource::port_term(port).ok_or(MonitorError::NoProcess)?;
        self.monitor_term(term)
    }

    /// Ends a monitor. `true`: its `down` has not run and will not run. `false`: it has run, or
    /// runs on another thread, or the monitor is not of this value.
    pub fn demonitor(&self, monitor: Monitor) -> bool {
        // SAFETY: this holder has a count for the time of the call.
        unsafe { resource::demonitor(self.raw(), monitor.0) }
    }

    fn monitor_term(&self, target: RawTerm) -> Result<Monitor, MonitorError> {
        const {
            assert!(
                T::IMPLEMENTS_DOWN,
                "a type that monitors says `IMPLEMENTS_DOWN: bool = true`"
            );
        }
        // SAFETY: this holder has a count for the time of the call, the class has a `down`, as
        // was just checked, and the VM made the term of a pid or of an open port.
        unsafe { resource::monitor(self.raw(), target) }.map(Monitor)
    }
}
