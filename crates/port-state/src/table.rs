//! The table: `slab`, with generations, owners and a limit.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::num::NonZeroU32;

use slab::Slab;

use crate::error::{Full, OutOfMemory};
use crate::handle::{GENERATION_BITS, Handle, MAX_SLOTS};

/// Values behind handles that go stale when their value goes.
///
/// A slot is used again under the next generation, and retired when its generations are used up
/// (after 2^19 - 1 values), so no handle is ever given out twice. `GENERATIONS` is less than 19
/// only where a test wants to see that happen.
#[derive(Debug)]
pub struct Table<T, const GENERATIONS: u32 = GENERATION_BITS> {
    slots: Slab<Slot<T>>,
    /// The generation that a slot's next value gets; 0 for a slot that is used up.
    next: Box<[u32]>,
    live: usize,
}

#[derive(Debug)]
enum Slot<T> {
    Live {
        handle: Handle,
        owner: u64,
        value: T,
    },
    /// Its generations are used up; it stays occupied for ever.
    Retired,
}

impl<T, const GENERATIONS: u32> Table<T, GENERATIONS> {
    /// Makes a table of at most `capacity` values, or of [`MAX_SLOTS`] if that is less. All that
    /// it will ever need is allocated here.
    ///
    /// # Errors
    ///
    /// No memory.
    pub fn try_with_capacity(capacity: usize) -> Result<Self, OutOfMemory> {
        const { assert!(GENERATIONS >= 1 && GENERATIONS <= GENERATION_BITS) };
        let capacity = capacity.min(MAX_SLOTS);
        let mut next = Vec::new();
        next.try_reserve_exact(capacity).map_err(|_| OutOfMemory)?;
        next.resize(capacity, 1);
        // `Slab::with_capacity` aborts where there is no memory, so its block is tried first.
        // Two words more than a slot is what an entry of the slab can take.
        let mut trial = Vec::<(Slot<T>, [usize; 2])>::new();
        trial.try_reserve_exact(capacity).map_err(|_| OutOfMemory)?;
        drop(trial);
        Ok(Self {
            slots: Slab::with_capacity(capacity),
            next: next.into_boxed_slice(),
            live: 0,
        })
    }

    /// Stores a value that belongs to `owner`, which is any number that the caller knows it by.
    ///
    /// # Errors
    ///
    /// The table is full: the value comes back.
    #[inline]
    pub fn insert(&mut self, owner: u64, value: T) -> Result<Handle, Full<T>> {
        let slot = self.slots.vacant_key();
        // A slot past the end has no generation, and so no place.
        let generation = self.next.get(slot).copied().and_then(NonZeroU32::new);
        let Some(generation) = generation else {
            return Err(Full(value));
        };
        let handle = Handle::new(slot, generation);
        self.slots.insert(Slot::Live {
            handle,
            owner,
            value,
        });
        self.live += 1;
        Ok(handle)
    }

    /// The value of a handle; `None` if it is stale or was never given out.
    #[inline]
    pub fn get(&self, handle: Handle) -> Option<&T> {
        match self.slots.get(handle.slot()) {
            Some(Slot::Live {
                handle: own, value, ..
            }) if *own == handle => Some(value),
            _ => None,
        }
    }

    /// The value of a handle, to be changed; `None` if it is stale or was never given out.
    #[inline]
    pub fn get_mut(&mut self, handle: Handle) -> Option<&mut T> {
        match self.slots.get_mut(handle.slot()) {
            Some(Slot::Live {
                handle: own, value, ..
            }) if *own == handle => Some(value),
            _ => None,
        }
    }

    /// The owner of a handle's value.
    pub fn owner(&self, handle: Handle) -> Option<u64> {
        match self.slots.get(handle.slot()) {
            Some(Slot::Live {
                handle: own, owner, ..
            }) if *own == handle => Some(*owner),
            _ => None,
        }
    }

    /// Takes a value out; its handle is stale from now on.
    #[inline]
    pub fn remove(&mut self, handle: Handle) -> Option<T> {
        self.get(handle)?;
        let slot = handle.slot();
        let removed = self.slots.try_remove(slot)?;
        self.live -= 1;
        self.advance(slot);
        match removed {
            Slot::Live { value, .. } => Some(value),
            Slot::Retired => None,
        }
    }

    /// Moves a slot that was just emptied to its next generation, or retires it.
    #[inline]
    fn advance(&mut self, slot: usize) {
        if let Some(next) = self.next.get_mut(slot) {
            *next = (*next + 1) & ((1 << GENERATIONS) - 1);
            if *next == 0 {
                // The slab hands out the slot that was emptied last, so this fills it.
                self.slots.insert(Slot::Retired);
            }
        }
    }

    /// Takes out a value of `owner`, if there is one. Called until there is none, it empties what
    /// the owner leaves behind, and allocates nothing.
    pub fn remove_owned_by(&mut self, owner: u64) -> Option<T> {
        let owned = |(_, slot): (usize, &Slot<T>)| match slot {
            Slot::Live {
                handle, owner: own, ..
            } if *own == owner => Some(*handle),
            _ => None,
        };
        let handle = self.slots.iter().find_map(owned)?;
        self.remove(handle)
    }

    /// The live values with their handles, by slot.
    pub fn iter(&self) -> impl Iterator<Item = (Handle, &T)> {
        self.slots.iter().filter_map(|(_, slot)| match slot {
            Slot::Live { handle, value, .. } => Some((*handle, value)),
            Slot::Retired => None,
        })
    }

    /// How many values are live.
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether no value is live.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// How many values can be live at once: the size it was made with, less the slots retired.
    pub fn capacity(&self) -> usize {
        self.next.iter().filter(|next| **next != 0).count()
    }
}
