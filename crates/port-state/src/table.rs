//! The table: slots of a slab, generations, owners and a limit.

use alloc::vec::Vec;
use core::fmt;
use core::num::NonZeroU32;

use slab::Slab;

use crate::entry::{self, Entry};
use crate::handle::{GENERATION_BITS, MAX_SLOTS, SLOT_BITS};
use crate::{CapacityError, Full, Handle, RemoveOwnedBy};

/// Values of type `T` behind handles, each with an owner of type `O`.
///
/// A slot is used `2^BITS - 1` times, then it is retired; `BITS` is at most
/// 19, and less only where a test wants to see the end.
pub struct Table<T, O = u64, const BITS: u32 = GENERATION_BITS> {
    entries: Slab<Entry<T, O>>,
    /// For each slot the handle of the next value in it, if it is to have
    /// one: see [`Table::LAST`].
    ///
    /// Its length is the number of slots that there may be.
    next: Vec<NonZeroU32>,
    /// Slots of `entries` that hold no value, and never will.
    retired: usize,
}

impl<T, O: Copy> Table<T, O> {
    /// An empty table with room for `capacity` values, at most 256.
    ///
    /// All its memory is allocated here.
    ///
    /// # Errors
    ///
    /// `capacity` is above 256, or there is no memory. slab aborts the program
    /// when it cannot allocate, so the same amount is allocated and freed
    /// first; that another thread takes the last memory in between is the one
    /// case that is not caught.
    pub fn try_with_capacity(capacity: usize) -> Result<Self, CapacityError> {
        Self::try_with_bits(capacity)
    }
}

impl<T, O: Copy, const BITS: u32> Table<T, O, BITS> {
    /// Bytes of the heap that a slot takes, at most.
    pub const SLOT_BYTES: usize = size_of::<(usize, Entry<T, O>)>() + size_of::<NonZeroU32>();

    /// The greatest handle. What is above it in `next` stands for no value.
    const LAST: u32 = {
        assert!(
            0 < BITS && BITS <= GENERATION_BITS,
            "1 to 19 bits of generation"
        );
        (1 << (BITS + SLOT_BITS)) - 1
    };

    /// What [`try_with_capacity`](Table::try_with_capacity) does, with `BITS`
    /// bits of generation.
    ///
    /// # Errors
    ///
    /// The same.
    pub fn try_with_bits(capacity: usize) -> Result<Self, CapacityError> {
        if capacity > MAX_SLOTS {
            return Err(CapacityError::TooMany {
                asked: capacity,
                most: MAX_SLOTS,
            });
        }
        let mut next = Vec::new();
        let mut probe = Vec::<(usize, Entry<T, O>)>::new();
        next.try_reserve_exact(capacity)
            .map_err(|_| CapacityError::OutOfMemory)?;
        probe
            .try_reserve_exact(capacity)
            .map_err(|_| CapacityError::OutOfMemory)?;
        drop(probe);
        next.extend(
            (0..capacity)
                .filter_map(Handle::first)
                .map(Handle::to_nonzero),
        );
        let entries = Slab::with_capacity(capacity);
        Ok(Self {
            entries,
            next,
            retired: 0,
        })
    }

    /// Adds a value of `owner`'s and gives out the handle for it.
    ///
    /// # Errors
    ///
    /// As many values as fit are in the table already, slots that are used
    /// up taken off. The value is handed back.
    #[inline]
    pub fn insert(&mut self, owner: O, value: T) -> Result<Handle, Full<T>> {
        let slot = self.entries.vacant_key();
        let Some(next) = self.next.get_mut(slot) else {
            return Err(Full(value));
        };
        if next.get() > Self::LAST {
            return self.insert_elsewhere(owner, value);
        }
        let handle = Handle::from_nonzero(*next);
        *next = next.saturating_add(1 << SLOT_BITS);
        entry::insert(&mut self.entries, Entry::new(handle, owner, value));
        Ok(handle)
    }

    /// Adds a value after the vacant slot turned out to be used up.
    #[cold]
    fn insert_elsewhere(&mut self, owner: O, value: T) -> Result<Handle, Full<T>> {
        entry::insert(&mut self.entries, Entry::retired(owner));
        self.retired += 1;
        self.insert(owner, value)
    }

    /// The value that `handle` stands for; `None` if it has been removed.
    #[inline]
    pub fn get(&self, handle: Handle) -> Option<&T> {
        self.entries.get(handle.slot())?.get(handle)
    }

    /// The value that `handle` stands for, to be changed.
    #[inline]
    pub fn get_mut(&mut self, handle: Handle) -> Option<&mut T> {
        self.entries.get_mut(handle.slot())?.get_mut(handle)
    }

    /// Who owns the value that `handle` stands for.
    #[inline]
    pub fn owner(&self, handle: Handle) -> Option<O> {
        let entry = self.entries.get(handle.slot())?;
        entry.is(handle).then(|| entry.owner())
    }

    /// Takes out the value that `handle` stands for. The handle is stale from
    /// then on, for ever.
    #[inline]
    pub fn remove(&mut self, handle: Handle) -> Option<T> {
        let slot = handle.slot();
        if !self.entries.get(slot)?.is(handle) {
            return None;
        }
        self.entries.try_remove(slot)?.into_value(handle)
    }

    /// Takes out all values of `owner`'s, in no order that matters.
    ///
    /// The iterator yields them; what it has not yielded when it is dropped
    /// is removed and dropped too.
    pub fn remove_owned_by(&mut self, owner: O) -> RemoveOwnedBy<'_, T, O, BITS>
    where
        O: PartialEq,
    {
        RemoveOwnedBy::new(self, owner)
    }

    /// The handle and the value of each slot in use, in order of slots.
    pub fn iter(&self) -> impl Iterator<Item = (Handle, &T)> {
        self.entries.iter().filter_map(|(_, entry)| {
            let handle = entry.handle()?;
            Some((handle, entry.get(handle)?))
        })
    }

    /// The value in a slot, if it is `owner`'s, and its handle.
    pub(crate) fn owned_in(&self, slot: usize, owner: O) -> Option<Handle>
    where
        O: PartialEq,
    {
        let entry = self.entries.get(slot)?;
        entry.handle().filter(|_| entry.owner() == owner)
    }

    /// Values in the table.
    #[inline]
    pub fn len(&self) -> usize {
        self.entries.len() - self.retired
    }

    /// Whether there is no value in the table.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The most values that fit, slots that are used up taken off.
    pub fn capacity(&self) -> usize {
        let used_up = |slot: &usize| {
            let vacant = !self.entries.contains(*slot);
            vacant
                && self
                    .next
                    .get(*slot)
                    .is_some_and(|next| next.get() > Self::LAST)
        };
        self.slots() - self.retired - (0..self.slots()).filter(used_up).count()
    }

    /// All slots, those that are used up too.
    pub(crate) fn slots(&self) -> usize {
        self.next.len()
    }
}

impl<T, O: Copy, const BITS: u32> fmt::Debug for Table<T, O, BITS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("len", &self.len())
            .field("capacity", &self.capacity())
            .finish_non_exhaustive()
    }
}
