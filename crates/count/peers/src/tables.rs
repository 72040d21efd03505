//! Tables of state behind handles, behind one trait.

mod port_state;
mod slab;
mod slotmap;

pub use port_state::PortState;
pub use slab::Slab;
pub use slotmap::SlotMap;

/// Entries that live at a time.
pub const LIVE: usize = 64;

/// What a table keeps: one word, such as the address of a port's hardware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct State(pub usize);

impl State {
    /// Makes the `n`-th state.
    #[inline(always)]
    #[must_use]
    pub fn nth(n: usize) -> Self {
        Self(!n)
    }

    /// Folds it into a sum, which shows a lost or wrong state.
    #[inline(always)]
    #[must_use]
    pub fn fold(self, sum: usize) -> usize {
        sum.wrapping_add(self.0)
    }
}

/// A table of [`State`].
pub trait Table {
    /// The name that the tables print.
    const NAME: &'static str;
    /// Bytes of the handle that a process would hold.
    const HANDLE_BYTES: usize = size_of::<Self::Key>();
    /// What finds an entry again.
    type Key: Copy;

    /// Makes an empty table with room for [`LIVE`] entries; `None` when there
    /// is no memory for it.
    fn empty() -> Option<Self>
    where
        Self: Sized;
    /// Adds an entry; `None` when there is no room.
    fn insert(&mut self, state: State) -> Option<Self::Key>;
    /// Finds an entry.
    fn get(&self, key: Self::Key) -> Option<&State>;
    /// Takes an entry out.
    fn remove(&mut self, key: Self::Key) -> Option<State>;
}
