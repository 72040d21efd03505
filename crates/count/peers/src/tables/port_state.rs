//! Our own table.

use port_state::Handle;

use super::{LIVE, State, Table};

/// port-state, each entry owned by one and the same process.
pub struct PortState(port_state::Table<State>);

/// Stands for the process that opened the ports.
const OWNER: u64 = 7;

impl Table for PortState {
    const NAME: &'static str = "port-state";
    type Key = Handle;

    fn empty() -> Option<Self> {
        port_state::Table::try_with_capacity(LIVE).ok().map(Self)
    }

    #[inline(always)]
    fn insert(&mut self, state: State) -> Option<Handle> {
        self.0.insert(OWNER, state).ok()
    }

    #[inline(always)]
    fn get(&self, key: Handle) -> Option<&State> {
        self.0.get(key)
    }

    #[inline(always)]
    fn remove(&mut self, key: Handle) -> Option<State> {
        self.0.remove(key)
    }
}
