//! Taking out all that one owner has.

use core::fmt;

use crate::Table;

/// The values that [`Table::remove_owned_by`] takes out.
///
/// What it has not yielded when it is dropped is removed and dropped too.
pub struct RemoveOwnedBy<'a, T, O: Copy + PartialEq, const BITS: u32> {
    table: &'a mut Table<T, O, BITS>,
    owner: O,
    /// Where to look next.
    slot: usize,
}

impl<'a, T, O: Copy + PartialEq, const BITS: u32> RemoveOwnedBy<'a, T, O, BITS> {
    pub(crate) fn new(table: &'a mut Table<T, O, BITS>, owner: O) -> Self {
        Self {
            table,
            owner,
            slot: 0,
        }
    }
}

impl<T, O: Copy + PartialEq, const BITS: u32> Iterator for RemoveOwnedBy<'_, T, O, BITS> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        while self.slot < self.table.slots() {
            let found = self.table.owned_in(self.slot, self.owner);
            self.slot += 1;
            if let Some(handle) = found {
                return self.table.remove(handle);
            }
        }
        None
    }
}

impl<T, O: Copy + PartialEq, const BITS: u32> Drop for RemoveOwnedBy<'_, T, O, BITS> {
    fn drop(&mut self) {
        self.for_each(drop);
    }
}

impl<T, O: Copy + PartialEq, const BITS: u32> fmt::Debug for RemoveOwnedBy<'_, T, O, BITS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoveOwnedBy").finish_non_exhaustive()
    }
}
