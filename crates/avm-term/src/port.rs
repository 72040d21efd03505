//! Ports as everybody may name them, interrupts included.
#![expect(
    unsafe_code,
    reason = "calls functions of the VM that have no precondition"
)]

use crate::build::{BuildError, Builder};
use crate::into::IntoTerm;
use crate::vm;

/// An open port, by a number that is never given to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PortId(u32);

impl PortId {
    /// Wraps the provider's number.
    pub const fn from_raw(raw: u32) -> Self {
        Self(raw)
    }

    /// The provider's number.
    pub const fn raw(self) -> u32 {
        self.0
    }

    /// Whether the port is open.
    pub fn is_open(self) -> bool {
        // SAFETY: `port_term` has no precondition.
        unsafe { vm::port_term(self.0) }.is_some()
    }

    /// Gets the VM ready for [`wake`](Self::wake). Called in a callback of the port, before the
    /// number is given to whoever may wake it.
    ///
    /// # Errors
    ///
    /// The VM lacks the means; waking would be in vain.
    pub fn listen(self) -> Result<(), vm::OutOfMemory> {
        // SAFETY: `listen` has no precondition.
        unsafe { vm::listen(self.0) }
    }

    /// Makes the VM call the port's `event` soon. From any thread, also an interrupt; many calls
    /// before the VM gets to it count as one. A port that is gone is ignored.
    pub fn wake(self) {
        // SAFETY: `wake` has no precondition.
        unsafe { vm::wake(self.0) }
    }
}

/// The term that Erlang knows the port by; `undefined` once it is gone.
impl IntoTerm for PortId {
    fn build<B: Builder>(&self, b: &mut B) -> Result<B::Part, BuildError> {
        b.port(self.0)
    }
}

/// Microseconds on the VM's clock, which never goes back; its zero is the VM's choice.
pub fn now_us() -> u64 {
    // SAFETY: `now_us` has no precondition.
    unsafe { vm::now_us() }
}
