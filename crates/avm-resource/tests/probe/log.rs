//! What became of the values of a test, and who holds them from Rust.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use avm_resource::{Down, Monitor, ResourceArc};

use super::Value;

/// A log, and the holders that a port, or a value's own `down`, lets go of.
#[derive(Default)]
pub(crate) struct Log(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    holders: Vec<Option<ResourceArc<Value>>>,
    dropped: Vec<u32>,
    downs: Vec<(u32, Monitor, Down)>,
}

/// The log of a number; every test takes a number of its own.
pub(crate) fn log(number: u64) -> Arc<Log> {
    static LOGS: Mutex<Option<HashMap<u64, Arc<Log>>>> = Mutex::new(None);
    let mut logs = LOGS.lock().unwrap_or_else(PoisonError::into_inner);
    let logs = logs.get_or_insert_default();
    logs.entry(number).or_default().clone()
}

impl Log {
    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number that the next holder will have.
    pub(crate) fn next_holder(&self) -> usize {
        self.entries().holders.len()
    }

    pub(crate) fn add_holder(&self, resource: ResourceArc<Value>) -> usize {
        let mut entries = self.entries();
        entries.holders.push(Some(resource));
        entries.holders.len() - 1
    }

    pub(crate) fn holder(&self, number: usize) -> Option<ResourceArc<Value>> {
        self.entries().holders.get(number)?.clone()
    }

    /// Takes a holder out, to be dropped where the log is not locked.
    pub(crate) fn take_holder(&self, number: usize) -> Option<ResourceArc<Value>> {
        self.entries().holders.get_mut(number)?.take()
    }

    /// Takes all holders out.
    pub(crate) fn take_holders(&self) -> Vec<Option<ResourceArc<Value>>> {
        core::mem::take(&mut self.entries().holders)
    }

    pub(crate) fn note_drop(&self, number: u32) {
        self.entries().dropped.push(number);
    }

    pub(crate) fn note_down(&self, number: u32, monitor: Monitor, who: Down) {
        self.entries().downs.push((number, monitor, who));
    }

    /// The values that were dropped, in order.
    pub(crate) fn dropped(&self) -> Vec<u32> {
        self.entries().dropped.clone()
    }

    /// Each `down`: the value, the place of its monitor in `monitors`, and who ended.
    pub(crate) fn downs(&self, monitors: &[Monitor]) -> Vec<(u32, Option<usize>, Down)> {
        let place = |monitor| monitors.iter().position(|m| *m == monitor);
        let downs = &self.entries().downs;
        downs
            .iter()
            .map(|(v, m, who)| (*v, place(*m), *who))
            .collect()
    }
}
