//! slotmap: keys of eight bytes with a generation that wraps.

use slotmap::DefaultKey;

use super::{LIVE, State, Table};

/// slotmap's table.
pub struct SlotMap(slotmap::SlotMap<DefaultKey, State>);

impl Table for SlotMap {
    const NAME: &'static str = "slotmap";
    type Key = DefaultKey;

    fn empty() -> Option<Self> {
        Some(Self(slotmap::SlotMap::with_capacity(LIVE)))
    }

    #[inline(always)]
    fn insert(&mut self, state: State) -> Option<DefaultKey> {
        Some(self.0.insert(state))
    }

    #[inline(always)]
    fn get(&self, key: DefaultKey) -> Option<&State> {
        self.0.get(key)
    }

    #[inline(always)]
    fn remove(&mut self, key: DefaultKey) -> Option<State> {
        self.0.remove(key)
    }
}
