//! Two cores of one chip find each other through a table in memory.
//!
//! A [`Table`] is a static that both cores have at the same address: if they run one image, by its
//! name; if each has its own, at a symbol that both linker scripts put in the same place. It has an
//! entry for each port, with the order, the place and the states of its two regions, and the regions.
//! Every word that changes has one writer, who does not read it again. No
//! allocator is needed, and no compare-and-swap.
//!
//! Each core takes its [`Side`] when it begins, which is a life of its own: what the peer had with a
//! life before is over, for a core that was reset as for one that hangs. [`Side::tick`] tells the
//! time and shows the peer that this core lives.
//!
//! A port is [opened](Side::open) by a core that [may](Rule), and [accepted](Side::accept) by the
//! other one, in either order; a [`Knock`] becomes a [`TablePore`]. If both open at once, core 0 lets
//! the other one. How that goes is the protocol of [`Fsm`](super::Fsm).
//!
//! # Examples
//!
//! ```
//! use pore::any::{AnyPore, Opens};
//! use pore::doorbell::{Core, Mailbox};
//! use pore::membrane::table::{Patience, Rule, Side, Table};
//!
//! /// The way to the other core, such as the RP2040's FIFO: full, as nobody drains it here.
//! struct Fifo;
//! impl Core for Fifo {
//!     fn send(&self, _word: u32) -> bool {
//!         false
//!     }
//! }
//!
//! static TABLE: Table<1, 64> = Table::new([Rule::open_to_both(7)]);
//! let core = |number| Side::new(&TABLE, number, Mailbox::new(&Fifo, 1), Patience::DEFAULT);
//! let (zero, one) = (core(0)?, core(1)?);
//!
//! let (mut asks, mut answers) = (one.open(7)?, zero.accept(7)?);
//! let (mut here, mut there) = (None, None);
//! for now in 0.. {
//!     // Each core does its own, in its loop or whenever it was rung for.
//!     one.tick(now);
//!     zero.tick(now);
//!     if there.is_none() {
//!         there = asks.poll_open()?;
//!     }
//!     if here.is_none() {
//!         here = answers.poll_open()?;
//!     }
//!     if let (Some(here), Some(there)) = (&mut here, &mut there) {
//!         here.write(b"from core 0")?;
//!         let mut bytes = [0; 11];
//!         assert_eq!(there.read(&mut bytes), Ok(11));
//!         break;
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod entry;
mod error;
mod kept;
mod pore;
mod raw;
mod rule;
mod side;
mod talk;

pub use entry::{MAGIC, VERSION};
pub use error::TableError;
pub use pore::{Knock, TableLink, TablePore};
pub use raw::RawSide;
pub use rule::{Rule, tag};
pub use side::{Patience, Side};

use core::mem::offset_of;

use crate::memory::Region;
use crate::sync::Word;
use entry::{Entry, Head, Life};

/// `PORTS` entries, each with two regions of `WORDS` words of data, which a core writes one of.
///
/// `WORDS` is a power of two, and so many `usize` are at least 16 bytes.
#[derive(Debug)]
#[repr(C, align(64))]
pub struct Table<const PORTS: usize, const WORDS: usize> {
    head: Head,
    lives: [Life; 2],
    entries: [Entry; PORTS],
    regions: [[Region<WORDS>; 2]; PORTS],
}

impl<const PORTS: usize, const WORDS: usize> Table<PORTS, WORDS> {
    /// Bytes of data of a region are 2^this.
    const ORDER: u32 = (WORDS * size_of::<usize>()).ilog2();

    /// A table of these ports.
    pub const fn new(rules: [Rule; PORTS]) -> Self {
        const { assert!(WORDS.is_power_of_two() && WORDS * size_of::<usize>() >= 16) };
        let mut entries = [const { Entry::none() }; PORTS];
        let mut index = 0;
        while index < PORTS {
            entries[index] = Entry::new(&rules[index], Self::ORDER, Self::offsets(index));
            index += 1;
        }
        Self {
            head: Head::new(PORTS as u32),
            lives: [const { Life::new() }; 2],
            entries,
            regions: [const { [const { Region::new() }; 2] }; PORTS],
        }
    }

    /// Where the regions of a port are, from the beginning.
    const fn offsets(index: usize) -> [u32; 2] {
        let first = offset_of!(Self, regions) + 2 * index * size_of::<Region<WORDS>>();
        [first as u32, (first + size_of::<Region<WORDS>>()) as u32]
    }

    /// Makes sure that whoever wrote the table meant the same by it.
    fn check(&self) -> Result<(), TableError> {
        let is_same = |(index, entry): (usize, &Entry)| {
            let offsets = entry.offsets.each_ref().map(Word::load);
            entry.order.load() == Self::ORDER && offsets == Self::offsets(index)
        };
        let is_ours = self.head.is_of(PORTS as u32);
        if is_ours && self.entries.iter().enumerate().all(is_same) {
            return Ok(());
        }
        Err(TableError::Layout)
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, Table, TableError};

    #[test]
    fn a_table_that_is_laid_out_otherwise_is_refused() {
        let table = || Table::<2, 8>::new([Rule::open_to_both(1), Rule::open_to_both(2)]);
        let seeds: [fn(&mut Table<2, 8>); 4] = [
            |table| table.head = super::Head::new(3),
            |table| table.entries[1].order.set(7),
            |table| table.entries[0].offsets[1].set(64),
            |table| table.entries.swap(0, 1),
        ];
        assert_eq!(table().check(), Ok(()));
        for seed in seeds {
            let mut other = table();
            seed(&mut other);
            assert_eq!(other.check(), Err(TableError::Layout));
        }
    }
}
