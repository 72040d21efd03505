//! The open ports, and how those that were rung are told.
//!
//! A bell may be rung on any thread, or from an interrupt. It leaves a mark and wakes a listener
//! of the VM ([`crate::platform`]); that sends the port a message, and the port's handler calls
//! `Port::event`.

use alloc::boxed::Box;

use avm_port::{AnyPort, Registry};
use avm_term::vm::{OutOfMemory, RawEnv, Sent};
use avm_term::{PortId, atom};

use crate::abi::GlobalContext;
use crate::platform::{self, Bell, Mutex};
use crate::send::Prepared;
use crate::{heap, wrap};

/// What is kept beside a port.
pub(crate) struct Extra {
    /// Its process id in the VM.
    pub(crate) pid: i32,
    /// The process that it ends with.
    owner: i32,
    /// Whether it was rung, and the listener has not passed that on yet.
    bell: Bell,
    /// Its owner is dead.
    orphan: bool,
    /// What the port is sent when its owner dies; `None` before it is armed, and after that.
    last: Option<Prepared>,
}

impl Extra {
    pub(crate) fn new(pid: i32, owner: i32) -> Self {
        Self {
            pid,
            owner,
            bell: Bell::default(),
            orphan: false,
            last: None,
        }
    }
}

static PORTS: Mutex<Option<Registry<Extra>>> = Mutex::new(None);

/// Allocates the registry.
pub(crate) fn init() -> Result<(), OutOfMemory> {
    let mut ports = PORTS.lock();
    if ports.is_none() {
        *ports = Some(Registry::with_capacity(platform::PORTS)?);
    }
    Ok(())
}

/// Locks the registry. Held for a few instructions, never across a call into the VM or into a
/// driver, so that neither can come back for it.
pub(crate) fn with<R>(f: impl FnOnce(&mut Registry<Extra>) -> R) -> Option<R> {
    PORTS.lock().as_mut().map(f)
}

/// Looks at the bell of an open port.
#[cfg(not(target_os = "none"))]
pub(crate) fn with_bell<R>(port: PortId, f: impl FnOnce(&Bell) -> R) -> Option<R> {
    with(|ports| ports.extra(port).map(|extra| f(&extra.bell))).flatten()
}

/// The process id of an open port.
pub(crate) fn pid(port: PortId) -> Option<i32> {
    with(|ports| ports.extra(port).map(|extra| extra.pid)).flatten()
}

/// Any open port.
pub(crate) fn any() -> Option<PortId> {
    with(|ports| ports.find(|_| true)).flatten()
}

/// Lets the port end with its owner, from now on. False if it is gone.
pub(crate) fn arm(port: PortId, last: Prepared) -> bool {
    let arm =
        |ports: &mut Registry<Extra>| ports.extra_mut(port).map(|extra| extra.last = Some(last));
    with(arm).flatten().is_some()
}

/// Takes a port out to run a callback of it; none if its owner has died.
pub(crate) fn take(port: PortId) -> Option<Box<dyn AnyPort>> {
    let take = |ports: &mut Registry<Extra>| match ports.extra(port)?.orphan {
        true => None,
        false => ports.take(port),
    };
    with(take).flatten()
}

/// Tells the ports of a process that it is dead. On a thread of the VM.
pub(crate) fn orphan(global: *mut GlobalContext, owner: i32) {
    let take = |ports: &mut Registry<Extra>| {
        let port = ports.find(|extra| extra.owner == owner && extra.last.is_some())?;
        let extra = ports.extra_mut(port)?;
        extra.orphan = true;
        Some((extra.pid, extra.last.take()?))
    };
    while let Some((pid, last)) = with(take).flatten() {
        // A port that is gone needs no message.
        let _ = last.post(global, pid);
    }
}

/// Sends each port that was rung its message. Called by the listener, on a thread of the VM.
pub(crate) fn pass_on(global: *mut GlobalContext) {
    while let Some((port, pid)) = with(take_rung).flatten() {
        if send_wake(global, pid) == Sent::OutOfMemory {
            // Rung again, for the VM to try later; not in this loop.
            return platform::again(port);
        }
    }
}

/// Finds a port that was rung, and takes the mark from it.
fn take_rung(ports: &mut Registry<Extra>) -> Option<(PortId, i32)> {
    let mut ports = ports.iter();
    ports.find_map(|(port, extra)| extra.bell.take(port).then_some((port, extra.pid)))
}

fn send_wake(global: *mut GlobalContext, pid: i32) -> Sent {
    heap::with_heap(global, |raw| match prepare_wake(raw) {
        Some(message) => message.post(global, pid),
        None => Sent::OutOfMemory,
    })
}

/// Makes the message that stands for a bell.
pub(crate) fn prepare_wake(raw: RawEnv) -> Option<Prepared> {
    Prepared::immediate(wake_atom(raw)?).ok()
}

/// The message that stands for a bell.
pub(crate) fn wake_atom(raw: RawEnv) -> Option<usize> {
    atom!("$avm_wake")
        .term(wrap(&raw))
        .ok()
        .map(|term| term.raw().0)
}
