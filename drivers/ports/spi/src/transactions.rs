//! The transactions in flight, behind their ids.

use avm_port::PortError;
use avm_term::atom;
use port_state::{Full, Handle, Table};

/// The most that a table can hold.
const MOST: usize = 256;

/// Generations of a slot, as a table has them unless a test wants fewer.
const GENERATION_BITS: u32 = 19;

/// At most so many transactions as were said, behind ids that do not recur while any of them is
/// in flight.
///
/// A slot of the table is used up some day; a table in which some are is made anew once nothing
/// is in flight.
pub(crate) struct Transactions<T, const BITS: u32 = GENERATION_BITS> {
    table: Table<T, u64, BITS>,
    limit: usize,
}

impl<T, const BITS: u32> Transactions<T, BITS> {
    /// Room for `limit` transactions, at most 256.
    pub(crate) fn new(limit: usize) -> Result<Self, PortError> {
        let limit = limit.min(MOST);
        match Table::try_with_bits(limit) {
            Ok(table) => Ok(Self { table, limit }),
            Err(_) => Err(PortError::new(atom!("out_of_memory"))),
        }
    }

    /// How many can be in flight.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Adds one and gives out its id; hands it back if there is no room.
    pub(crate) fn insert(&mut self, owner: u64, transaction: T) -> Result<u32, T> {
        match self.table.insert(owner, transaction) {
            Ok(handle) => Ok(handle.to_bits()),
            Err(Full(transaction)) => self.insert_anew(owner, transaction),
        }
    }

    #[cold]
    fn insert_anew(&mut self, owner: u64, transaction: T) -> Result<u32, T> {
        if !self.table.is_empty() {
            return Err(transaction);
        }
        // Nothing is in flight, so it is slots that are used up.
        match Table::try_with_bits(self.limit) {
            Ok(table) => self.table = table,
            Err(_) => return Err(transaction),
        }
        let inserted = self.table.insert(owner, transaction);
        inserted
            .map(Handle::to_bits)
            .map_err(|Full(transaction)| transaction)
    }

    /// The one of an id.
    pub(crate) fn get_mut(&mut self, id: u32) -> Option<&mut T> {
        self.table.get_mut(Handle::from_bits(id)?)
    }

    /// Takes one out, by its id.
    pub(crate) fn remove(&mut self, id: u32) -> Option<T> {
        self.table.remove(Handle::from_bits(id)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_the_limit() {
        let mut table = Transactions::<u8>::new(2).expect("memory");
        let first = table.insert(1, 10).expect("room");
        assert!(table.insert(1, 11).is_ok());
        assert_eq!(table.insert(1, 12), Err(12));
        assert_eq!(table.remove(first), Some(10));
        assert_eq!(table.remove(first), None, "once");
        assert!(table.insert(1, 13).is_ok());
        assert_eq!(
            Transactions::<u8>::new(10_000).map(|t| t.limit()).ok(),
            Some(MOST)
        );
    }

    #[test]
    fn slots_that_are_used_up_are_made_anew() {
        // Three generations of two slots: six uses.
        let mut table = Transactions::<u32, 2>::new(2).expect("memory");
        for n in 0..100 {
            let kept = table.insert(0, n).expect("room for one");
            // A second is refused where only one slot is left, and no id recurs meanwhile.
            if let Ok(other) = table.insert(0, n + 1) {
                assert_ne!(kept, other);
                assert_eq!(table.remove(other), Some(n + 1));
            }
            assert_eq!(table.remove(kept), Some(n));
        }
    }
}
