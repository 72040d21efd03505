//! The open ports of a VM, behind their numbers.

use alloc::boxed::Box;

use avm_term::vm::OutOfMemory;
use avm_term::{Pid, PortId, StaticAtom, atom};
use port_state::{Handle, Table};

use crate::driver::{AnyPort, Driver};

/// The open ports of a VM. No number is given to two ports.
///
/// While a callback runs, its port is [taken](Registry::take) out, so that the lock around the
/// registry need not be held meanwhile. A port that is removed meanwhile finds no place to be
/// [put](Registry::put) back to, and whoever holds it drops it.
pub struct Registry<E> {
    table: Table<Entry<E>>,
}

struct Entry<E> {
    /// `None` while a callback runs.
    port: Option<Box<dyn AnyPort>>,
    /// What the VM keeps beside the port.
    extra: E,
}

/// Why there is no room for one more port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistryError {
    /// As many ports are open as the table can hold.
    Full,
    /// No memory.
    OutOfMemory,
}

impl RegistryError {
    /// The reason as Erlang gets it.
    pub fn atom(self) -> &'static StaticAtom {
        match self {
            Self::Full => atom!("too_many_ports"),
            Self::OutOfMemory => atom!("out_of_memory"),
        }
    }
}

fn handle(port: PortId) -> Option<Handle> {
    Handle::from_bits(port.raw())
}

impl<E> Registry<E> {
    /// A registry for at most `capacity` ports.
    ///
    /// # Errors
    ///
    /// No memory for the table, which is allocated here and never grows.
    pub fn with_capacity(capacity: usize) -> Result<Self, OutOfMemory> {
        let table = Table::try_with_capacity(capacity).map_err(|_| OutOfMemory)?;
        Ok(Self { table })
    }

    /// Makes a port that waits for its `{'$open', Options}`.
    ///
    /// # Errors
    ///
    /// No room or no memory; nothing is left behind.
    pub fn open(&mut self, driver: &Driver, owner: Pid, extra: E) -> Result<PortId, RegistryError> {
        let entry = Entry { port: None, extra };
        let handle = self
            .table
            .insert(owner.raw().0 as u64, entry)
            .map_err(|_| RegistryError::Full)?;
        let id = PortId::from_raw(handle.to_bits());
        match driver.create(id, owner) {
            Ok(port) => {
                let orphan = self.put(id, port);
                debug_assert!(orphan.is_none(), "the entry was made above");
                Ok(id)
            }
            Err(OutOfMemory) => {
                self.table.remove(handle);
                Err(RegistryError::OutOfMemory)
            }
        }
    }

    /// Takes a port out to run a callback of it. `None`: it is gone, or out already.
    pub fn take(&mut self, port: PortId) -> Option<Box<dyn AnyPort>> {
        self.table.get_mut(handle(port)?)?.port.take()
    }

    /// Puts a port back. One that was removed meanwhile is handed back, to be dropped by the
    /// caller once it holds no lock.
    #[must_use = "what is handed back is dropped outside of the lock"]
    pub fn put(&mut self, port: PortId, state: Box<dyn AnyPort>) -> Option<Box<dyn AnyPort>> {
        match handle(port).and_then(|handle| self.table.get_mut(handle)) {
            Some(entry) => entry.port.replace(state),
            None => Some(state),
        }
    }

    /// Removes a port: it is no longer open. The caller drops its state once it holds no lock;
    /// there is none while a callback runs.
    pub fn remove(&mut self, port: PortId) -> Option<(Option<Box<dyn AnyPort>>, E)> {
        let entry = self.table.remove(handle(port)?)?;
        Some((entry.port, entry.extra))
    }

    /// What the VM keeps beside a port.
    pub fn extra(&self, port: PortId) -> Option<&E> {
        self.table.get(handle(port)?).map(|entry| &entry.extra)
    }

    /// What the VM keeps beside a port, to be changed.
    pub fn extra_mut(&mut self, port: PortId) -> Option<&mut E> {
        self.table
            .get_mut(handle(port)?)
            .map(|entry| &mut entry.extra)
    }

    /// The open ports, and what the VM keeps beside each.
    pub fn iter(&self) -> impl Iterator<Item = (PortId, &E)> {
        self.table
            .iter()
            .map(|(handle, entry)| (PortId::from_raw(handle.to_bits()), &entry.extra))
    }

    /// The first open port of which `wanted` holds.
    pub fn find(&self, wanted: impl Fn(&E) -> bool) -> Option<PortId> {
        self.iter()
            .find_map(|(port, extra)| wanted(extra).then_some(port))
    }
}
