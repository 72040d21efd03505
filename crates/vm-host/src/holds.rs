//! What processes hold, as a test arranges it.

use alloc::vec::Vec;

use avm_term::{BuildError, IntoTerm, Pid, Value};

use crate::callback;
use crate::message::Message;
use crate::resources::{self, ResourceCounts};
use crate::vm::{Vm, parse};
use crate::world::{self, World, host};

impl Vm {
    /// Collects the garbage of a process: it refers no longer to anything that it has read. What
    /// is in its mailbox stays.
    pub fn collect(&mut self, process: Pid) {
        let process = world::number(process);
        let garbage = self.world(|world: &mut World| {
            let process = world.processes.get_mut(&process)?;
            Some(core::mem::take(&mut process.read))
        });
        // Dropped here, where no lock is held.
        drop(garbage);
    }

    /// Puts any message into a process's mailbox, as another process sends it. The name of a
    /// resource that lives is that resource.
    pub fn deliver(&mut self, to: Pid, message: &str) {
        let message = Message::of(self.id, &parse(message));
        let refused = host().post(self.id, world::number(to), message);
        drop(refused);
    }

    /// Makes a term on the heap of a process, which holds what is in it, and returns what a test
    /// sees of it.
    ///
    /// # Errors
    ///
    /// The term cannot be made.
    pub fn make<T: IntoTerm + ?Sized>(
        &mut self,
        process: Pid,
        value: &T,
    ) -> Result<Value, BuildError> {
        let made = callback::make(self.id, value)?;
        let seen = made.value(self.id);
        let unheld = self.world(|world: &mut World| {
            match world.processes.get_mut(&world::number(process)) {
                Some(process) => process.keep(made),
                None => Some(made),
            }
        });
        drop(unheld);
        Ok(seen)
    }

    /// How many resources of each type the VM's callbacks, and the test on its thread, have made,
    /// and what became of them; by name.
    pub fn resources(&self) -> Vec<ResourceCounts> {
        resources::counts(self.id)
    }

    /// How many resources of all types are alive.
    pub fn resources_alive(&self) -> u64 {
        self.resources().iter().map(|counts| counts.alive).sum()
    }
}
