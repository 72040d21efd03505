//! Faults that a test plants.

use avm_term::{Pid, PortId};

/// What goes wrong, once, at the step that [`Vm::inject`](crate::Vm::inject) names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The k-th allocation of the VM on behalf of a port fails: heap, message, environment,
    /// resource, monitor.
    Allocation,
    /// The k-th operation that a callback asks of the VM panics, as if the callback had,
    /// with [`PLANTED_PANIC`].
    Panic,
    /// At the k-th operation that a callback asks of the VM the port is killed; as on a real VM
    /// the callback ends first.
    KillPort(PortId),
    /// The same, but a process is killed, with all ports that it owns.
    KillProcess(Pid),
}

/// What a planted panic says. A simulated part that panics at a step of its own says the same, so
/// that [`sweep_with`](crate::sweep_with) knows it.
pub const PLANTED_PANIC: &str = "a panic that the test planted";

/// The plan of one VM: at most one fault is pending.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pending: Option<(Fault, u64)>,
    /// Steps seen since the fault was planted, of the fault's own kind.
    seen: u64,
    /// A kill whose step has come; carried out between callbacks.
    due: Option<Fault>,
}

impl Plan {
    pub(crate) fn plant(&mut self, fault: Fault, step: u64) {
        *self = Self {
            pending: Some((fault, step)),
            seen: 0,
            due: None,
        };
    }

    /// Forgets the fault; tells whether its step was never reached.
    pub(crate) fn lift(&mut self) -> bool {
        self.pending.take().is_some()
    }

    /// An allocation is about to happen. `false`: it fails.
    pub(crate) fn allocation(&mut self) -> bool {
        !matches!(self.pending, Some((Fault::Allocation, _))) || !self.step()
    }

    /// A callback asks for an operation. `true`: it must panic.
    pub(crate) fn operation(&mut self) -> bool {
        match self.pending {
            None | Some((Fault::Allocation, _)) => false,
            Some((fault, _)) => {
                if !self.step() {
                    return false;
                }
                if fault == Fault::Panic {
                    return true;
                }
                self.due = Some(fault);
                false
            }
        }
    }

    /// The kill that has come due, if one has.
    pub(crate) fn take_due(&mut self) -> Option<Fault> {
        self.due.take()
    }

    /// Counts a step; `true` when it is the planted one, which is spent by that.
    fn step(&mut self) -> bool {
        self.seen += 1;
        let reached = self.pending.is_some_and(|(_, step)| step == self.seen);
        if reached {
            self.pending = None;
        }
        reached
    }
}
