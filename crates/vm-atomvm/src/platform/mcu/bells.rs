//! Bells that interrupts ring: loads and stores, then the VM's own queue.
#![expect(unsafe_code, reason = "calls the C shim, and is called by it")]

use avm_term::PortId;
use avm_term::vm::OutOfMemory;

use super::{AtomicBool, Ordering};
use crate::abi::GlobalContext;
use crate::ports;

unsafe extern "C" {
    // avm_vm_*.c, by platform
    fn avm_vm_listen(global: *mut GlobalContext) -> bool;
    fn avm_vm_ring();
    fn avm_vm_ring_later();
}

/// As many ports as may be open; each takes some forty bytes from the first on.
pub(crate) const PORTS: usize = 32;

/// For each place in the table of ports, whether a bell of the port there was rung. A bell of the
/// port that was there before may ring, too: its follower then finds nothing to do.
static RUNG: [AtomicBool; PORTS] = [const { AtomicBool::new(false) }; PORTS];

fn rung(port: PortId) -> Option<&'static AtomicBool> {
    // A port's number is the bits of its handle, the lowest eight of which are its place.
    RUNG.get((port.raw() & 0xFF) as usize)
}

/// What is kept beside a port: nothing, because an interrupt cannot look there.
#[derive(Debug, Default)]
pub(crate) struct Bell;

impl Bell {
    /// Whether it was rung, once. A ring between load and store is not lost: the port is told
    /// afterwards, and then looks for what there is.
    pub(crate) fn take(&self, port: PortId) -> bool {
        let Some(rung) = rung(port) else { return false };
        let was_rung = rung.load(Ordering::Acquire);
        if was_rung {
            rung.store(false, Ordering::Release);
        }
        was_rung
    }
}

/// Rings a port.
pub(crate) fn ring(port: PortId) {
    if mark(port) {
        // SAFETY: asks nothing of the caller.
        unsafe { avm_vm_ring() };
    }
}

/// Rings a port that could not be told, for the VM to try a moment later: its loop, in which this
/// is called, goes on as long as something rings.
pub(crate) fn again(port: PortId) {
    if mark(port) {
        // SAFETY: asks nothing of the caller.
        unsafe { avm_vm_ring_later() };
    }
}

fn mark(port: PortId) -> bool {
    let rung = rung(port);
    if let Some(rung) = rung {
        rung.store(true, Ordering::Release);
    }
    rung.is_some()
}

/// Registers the listener, once in the life of the VM.
pub(crate) fn listen(global: *mut GlobalContext) -> Result<(), OutOfMemory> {
    // SAFETY: the VM is there: it opens a port.
    match unsafe { avm_vm_listen(global) } {
        true => Ok(()),
        false => Err(OutOfMemory),
    }
}

/// A bell was rung: called by the listener, on a thread of the VM.
// SAFETY: the name belongs to this crate.
#[unsafe(no_mangle)]
extern "C" fn avm_vm_rung(global: *mut GlobalContext) {
    ports::pass_on(global);
}
