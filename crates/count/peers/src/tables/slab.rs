//! slab: bare indices, which do not notice that an entry was replaced.

use super::{LIVE, State, Table};

/// slab's table.
pub struct Slab(slab::Slab<State>);

impl Table for Slab {
    const NAME: &'static str = "slab (no generation)";
    type Key = usize;

    fn empty() -> Option<Self> {
        Some(Self(slab::Slab::with_capacity(LIVE)))
    }

    #[inline(always)]
    fn insert(&mut self, state: State) -> Option<usize> {
        Some(self.0.insert(state))
    }

    #[inline(always)]
    fn get(&self, key: usize) -> Option<&State> {
        self.0.get(key)
    }

    #[inline(always)]
    fn remove(&mut self, key: usize) -> Option<State> {
        self.0.try_remove(key)
    }
}
