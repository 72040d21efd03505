//! Resources: values that are counted here, dropped by the last holder.
#![expect(
    unsafe_code,
    reason = "allocates room for values, and calls the functions of their class"
)]

use alloc::alloc::{Layout, alloc, dealloc};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::ptr::NonNull;

use avm_term::vm::{OutOfMemory, RawResource, ResourceClass};

use crate::lock::{Guard, Lock};
use crate::running::{allocate, current};
use crate::watch::Watch;

/// Resources are numbered from here, so that no reference of a call has the same number.
const FIRST_NUMBER: u64 = 1 << 32;

/// How many values of a type a VM has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResourceCounts {
    /// What the type calls itself.
    pub name: &'static str,
    /// Values that were handed over to the VM.
    pub created: u64,
    /// Values that are not dropped yet.
    pub alive: u64,
    /// Values that were dropped.
    pub dropped: u64,
}

/// A value that is counted.
///
/// Invariant: `address` was allocated with the class's layout, and holds a value of the class
/// from right after its creation until the last release.
struct Entry {
    address: RawResource,
    class: &'static ResourceClass,
    count: usize,
    /// Whose callback or test created it.
    vm: u32,
    /// What it is called in the VMs that it was shown in.
    numbers: Vec<(u32, u64)>,
}

// SAFETY: values of a class are `Send` and `Sync`, as `resource::create` asks.
unsafe impl Send for Entry {}

impl Entry {
    /// Counts one holder more. As many as can be counted are more than fit into memory: some were
    /// forgotten, and others need not be counted.
    fn hold(&mut self) {
        self.count = self.count.saturating_add(1);
    }
}

/// All resources of all VMs of the process.
#[derive(Default)]
pub(crate) struct Table {
    live: BTreeMap<usize, Entry>,
    shown: BTreeMap<(u32, u64), usize>,
    last_number: BTreeMap<u32, u64>,
    pub(crate) watches: BTreeMap<u64, Watch>,
    pub(crate) last_watch: u64,
    counts: BTreeMap<(u32, &'static str), (u64, u64)>,
}

/// Locks the table. Never held while a `Drop` or a `down` runs, nor while another lock is taken.
pub(crate) fn table() -> Guard<'static, Table> {
    // Each operation leaves the table whole, so a panic elsewhere does not harm it.
    static TABLE: Lock<Table> = Lock::new(Table::default);
    TABLE.lock()
}

pub(crate) fn key(resource: RawResource) -> usize {
    resource.value().addr().get()
}

/// One count of a resource.
#[derive(Debug)]
pub(crate) struct Hold(RawResource);

// SAFETY: a holder shares the value and may be the one to drop it; values of a class are `Send`
// and `Sync`, as `resource::create` asks.
unsafe impl Send for Hold {}

impl Hold {
    /// Counts one holder more of a resource that is held.
    pub(crate) fn keep(resource: RawResource) -> Self {
        keep(resource);
        Self(resource)
    }

    pub(crate) fn resource(&self) -> RawResource {
        self.0
    }
}

impl Clone for Hold {
    fn clone(&self) -> Self {
        Self::keep(self.0)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        release(self.0);
    }
}

impl Table {
    /// Counts one holder more of a resource that is found by its address.
    pub(crate) fn hold(&mut self, address: usize) -> Option<(&'static ResourceClass, Hold)> {
        let entry = self.live.get_mut(&address)?;
        entry.hold();
        Some((entry.class, Hold(entry.address)))
    }
}

/// Makes room for a value; the count of 1 is the caller's.
pub(crate) fn create(class: &'static ResourceClass) -> Result<RawResource, OutOfMemory> {
    let vm = current();
    allocate(vm)?;
    let address = RawResource::new(room(class)?);
    let mut table = table();
    table.counts.entry((vm, class.name)).or_default().0 += 1;
    let entry = Entry {
        address,
        class,
        count: 1,
        vm,
        numbers: Vec::new(),
    };
    table.live.insert(key(address), entry);
    Ok(address)
}

/// Memory for a value; one byte for a value of none, so that each has an address of its own.
fn room(class: &ResourceClass) -> Result<NonNull<()>, OutOfMemory> {
    let layout = layout(class)?;
    // SAFETY: the layout is of one byte at least.
    let address = unsafe { alloc(layout) };
    NonNull::new(address.cast()).ok_or(OutOfMemory)
}

fn layout(class: &ResourceClass) -> Result<Layout, OutOfMemory> {
    let (size, align) = (class.layout.size().max(1), class.layout.align());
    Layout::from_size_align(size, align).map_err(|_| OutOfMemory)
}

/// Counts one holder more.
pub(crate) fn keep(resource: RawResource) {
    let mut table = table();
    let entry = table.live.get_mut(&key(resource));
    debug_assert!(entry.is_some(), "a resource is kept that is gone");
    if let Some(entry) = entry {
        entry.hold();
    }
}

/// Counts one holder less; drops the value with the last one.
pub(crate) fn release(resource: RawResource) {
    let dying = table().release(key(resource));
    if let Some(entry) = dying {
        let memory = Memory(entry.address, entry.class);
        let value = entry.address.value().as_ptr();
        // SAFETY: the value is there, by the invariant of `Entry`, and since the entry is out of
        // the table nobody finds it any more.
        unsafe { (entry.class.drop)(value) };
        drop(memory);
    }
}

/// Memory that is given back, also when the value's `Drop` panics.
struct Memory(RawResource, &'static ResourceClass);

impl Drop for Memory {
    fn drop(&mut self) {
        if let Ok(layout) = layout(self.1) {
            // SAFETY: `room` allocated it with this layout, and its value is gone.
            unsafe { dealloc(self.0.value().as_ptr().cast(), layout) }
        }
    }
}

impl Table {
    /// Takes a count away; the entry, if it was the last one.
    fn release(&mut self, key: usize) -> Option<Entry> {
        let entry = self.live.get_mut(&key);
        debug_assert!(entry.is_some(), "a resource is released that is gone");
        let entry = entry?;
        entry.count -= 1;
        if entry.count > 0 {
            return None;
        }
        let entry = self.live.remove(&key)?;
        for name in &entry.numbers {
            self.shown.remove(name);
        }
        if entry.class.down.is_some() {
            self.watches.retain(|_, watch| watch.address != key);
        }
        let counts = self.counts.entry((entry.vm, entry.class.name)).or_default();
        counts.1 += 1;
        Some(entry)
    }
}

/// The class of a resource.
pub(crate) fn class(resource: RawResource) -> Option<&'static ResourceClass> {
    table().live.get(&key(resource)).map(|entry| entry.class)
}

/// The number that a VM shows the resource by: `#Ref<0.N>`.
pub(crate) fn number(vm: u32, resource: RawResource) -> u64 {
    let mut table = table();
    let Table {
        live,
        shown,
        last_number,
        ..
    } = &mut *table;
    let Some(entry) = live.get_mut(&key(resource)) else {
        return 0;
    };
    if let Some((_, number)) = entry.numbers.iter().find(|(shown_in, _)| *shown_in == vm) {
        return *number;
    }
    let last = last_number.entry(vm).or_insert(FIRST_NUMBER);
    *last += 1;
    entry.numbers.push((vm, *last));
    shown.insert((vm, *last), key(resource));
    *last
}

/// The resource that a VM shows by a number, if it lives.
pub(crate) fn find(vm: u32, number: u64) -> Option<Hold> {
    let mut table = table();
    let key = *table.shown.get(&(vm, number))?;
    table.hold(key).map(|(_, hold)| hold)
}

/// What a VM has of each type, by name.
pub(crate) fn counts(vm: u32) -> Vec<ResourceCounts> {
    let table = table();
    let of_vm = table.counts.iter().filter(|((of, _), _)| *of == vm);
    of_vm
        .map(|(&(_, name), &(created, dropped))| ResourceCounts {
            name,
            created,
            alive: created - dropped,
            dropped,
        })
        .collect()
}
