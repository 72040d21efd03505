//! A core without manners: every word of its side, as it is.

use super::Table;
use super::side::of_core;
use crate::memory::Region;

/// Writes what it likes into a core's words, as one would that runs wild.
///
/// For tests of what stands on a table. No rule of the protocol is kept.
#[derive(Clone, Copy, Debug)]
pub struct RawSide<'t, const PORTS: usize, const WORDS: usize> {
    table: &'t Table<PORTS, WORDS>,
    core: usize,
}

impl<'t, const PORTS: usize, const WORDS: usize> RawSide<'t, PORTS, WORDS> {
    /// Of the core of this number; of any but 0 it is 1.
    pub const fn new(table: &'t Table<PORTS, WORDS>, core: u8) -> Self {
        let core = (core != 0) as usize;
        Self { table, core }
    }

    /// Writes the number of its life, and its heartbeat.
    pub fn live(&self, epoch: u32, heartbeat: u32) {
        let life = of_core(&self.table.lives, self.core);
        life.epoch.set(epoch);
        life.heartbeat.set(heartbeat);
    }

    /// Its word for the port at this place of the table; 0 where there is none.
    pub fn step(&self, index: usize) -> u32 {
        let entry = self.table.entries.get(index);
        entry.map_or(0, |entry| entry.of(self.core)[0].load())
    }

    /// Writes its word for the port at this place of the table.
    pub fn set_step(&self, index: usize, word: u32) {
        if let Some(entry) = self.table.entries.get(index) {
            entry.of(self.core)[0].set(word);
        }
    }

    /// Writes what both cores may do with the port at this place of the table, as no core should.
    pub fn set_rights(&self, index: usize, bits: u32) {
        if let Some(entry) = self.table.entries.get(index) {
            entry.rights.set(bits);
        }
    }

    /// Its region of the port at this place of the table.
    pub fn region(&self, index: usize) -> Option<&'t Region<WORDS>> {
        Some(of_core(self.table.regions.get(index)?, self.core))
    }
}
