//! What a callback may do besides its own work.

use avm_term::vm::OutOfMemory;
use avm_term::{Env, IntoTerm, Pid, PortId, SendError};
use isr_ring::Doorbell;

/// What [`Port::open`](crate::Port::open) may use.
#[derive(Clone, Copy, Debug)]
pub struct OpenContext<'a> {
    pub(crate) env: Env<'a>,
    pub(crate) port: PortId,
    pub(crate) owner: Pid,
}

impl<'a> OpenContext<'a> {
    /// The heap of this callback.
    pub fn env(&self) -> Env<'a> {
        self.env
    }

    /// The port that is being opened.
    pub fn port(&self) -> PortId {
        self.port
    }

    /// The process that opens the port. The port ends with it.
    pub fn owner(&self) -> Pid {
        self.owner
    }

    /// A bell for the interrupt side to ring.
    ///
    /// A VM that no port gave out a bell in has nothing to listen to, and is faster for it.
    ///
    /// # Errors
    ///
    /// The VM lacks the means to be woken; a driver hands that on by `?`.
    pub fn bell(&self) -> Result<Bell, OutOfMemory> {
        self.port.listen()?;
        Ok(Bell(self.port))
    }
}

/// What [`Port::event`](crate::Port::event) may use.
#[derive(Clone, Copy, Debug)]
pub struct EventContext<'a> {
    pub(crate) env: Env<'a>,
    pub(crate) port: PortId,
}

impl<'a> EventContext<'a> {
    /// The heap of this callback.
    pub fn env(&self) -> Env<'a> {
        self.env
    }

    /// This port.
    pub fn port(&self) -> PortId {
        self.port
    }

    /// Sends a message to a process.
    ///
    /// # Errors
    ///
    /// The message could not be made, or the process is dead; nothing was sent.
    pub fn send<T: IntoTerm + ?Sized>(&self, to: Pid, message: &T) -> Result<(), SendError> {
        to.send(message)
    }
}

/// Rings a port from an interrupt, or from any thread: its `event` runs soon after.
///
/// A bell may outlive its port; it then rings in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bell(PortId);

impl Doorbell for Bell {
    fn ring(&self) {
        self.0.wake();
    }
}
