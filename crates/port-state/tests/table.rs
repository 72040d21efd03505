//! The ends of a table: full, used up, dropped, refused.

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

use port_state::{CapacityError, Full, Handle, Table};

const _: () = {
    assert!(size_of::<Handle>() == 4);
    assert!(size_of::<Option<Handle>>() == 4, "0 is no handle");
};

#[test]
fn a_full_table_hands_the_value_back() {
    let mut table = Table::<String>::try_with_capacity(2).expect("memory");
    let first = table.insert(1, "a".into()).expect("room");
    table.insert(1, "b".into()).expect("room");
    assert_eq!(table.insert(1, "c".into()), Err(Full("c".into())));
    assert_eq!(table.len(), 2);
    assert_eq!(table.remove(first).as_deref(), Some("a"));
    let third = table.insert(1, "c".into()).expect("room again");
    assert_ne!(third, first);
    assert_eq!(table.get(first), None, "stale");
    assert_eq!(table.get(third).map(String::as_str), Some("c"));
}

#[test]
fn takes_all_slots_that_a_handle_can_tell_apart() {
    let mut table = Table::<usize>::try_with_capacity(256).expect("memory");
    let handles: Vec<Handle> = (0..256)
        .map(|n| table.insert(0, n).expect("room"))
        .collect();
    assert_eq!(table.insert(0, 256), Err(Full(256)));
    for (n, handle) in handles.iter().enumerate() {
        assert_eq!(table.get(*handle), Some(&n));
        assert!(
            handle.to_bits() < 1 << 27,
            "fits a small integer of 28 bits"
        );
    }
}

#[test]
fn too_many_slots_are_refused() {
    let refused = Table::<u8>::try_with_capacity(257).err();
    assert_eq!(
        refused,
        Some(CapacityError::TooMany {
            asked: 257,
            most: 256
        })
    );
}

#[test]
fn a_table_without_slots_is_full() {
    let mut table = Table::<u8>::try_with_capacity(0).expect("no memory needed");
    assert_eq!(table.insert(1, 7), Err(Full(7)));
    assert!(table.is_empty());
    assert_eq!(table.capacity(), 0);
}

#[test]
fn too_large_values_are_out_of_memory() {
    type Huge = [u64; 1 << 55];
    let refused = Table::<Huge>::try_with_capacity(256).err();
    assert_eq!(refused, Some(CapacityError::OutOfMemory));
}

#[test]
fn a_slot_that_is_used_up_is_retired() {
    let mut table = Table::<u32, u8, 8>::try_with_bits(2).expect("memory");
    let mut seen = HashSet::new();
    let stays = table.insert(0, 1000).expect("room");
    for n in 0..255 {
        assert_eq!(table.capacity(), 2);
        let handle = table.insert(0, n).expect("the slot has generations left");
        assert!(seen.insert(handle), "a handle came back to life");
        assert_eq!(table.remove(handle), Some(n));
    }
    assert_eq!(table.capacity(), 1, "as soon as the last value is gone");
    assert_eq!(table.insert(0, 7), Err(Full(7)));
    assert_eq!(table.insert(0, 8), Err(Full(8)));
    assert_eq!((table.len(), table.capacity()), (1, 1));
    assert!(seen.iter().all(|handle| table.get(*handle).is_none()));
    assert_eq!(table.iter().collect::<Vec<_>>(), [(stays, &1000)]);

    assert_eq!(table.remove(stays), Some(1000));
    let next = table.insert(0, 9).expect("the other slot");
    assert_eq!(table.get(next), Some(&9));
}

#[test]
fn the_shipped_slot_lasts_for_all_its_generations() {
    let mut table = Table::<()>::try_with_capacity(1).expect("memory");
    let mut last = 0;
    for _ in 1..1 << 19 {
        let handle = table.insert(0, ()).expect("the slot has generations left");
        assert!(
            handle.to_bits() > last,
            "each is greater than the one before"
        );
        last = handle.to_bits();
        table.remove(handle).expect("just inserted");
    }
    assert_eq!(last, (1 << 27) - (1 << 8), "slot 0 of the last generation");
    assert_eq!(table.insert(0, ()), Err(Full(())));
    assert_eq!((table.len(), table.capacity()), (0, 0));
}

/// Counts how often it was dropped.
struct Counted(Rc<Cell<u32>>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[test]
fn every_value_is_dropped_once() {
    let drops = Rc::new(Cell::new(0));
    let counted = || Counted(Rc::clone(&drops));
    let mut table = Table::<Counted, u8, 1>::try_with_bits(4).expect("memory");
    let used_up = table.insert(1, counted()).expect("room");
    drop(table.remove(used_up));
    assert_eq!(drops.get(), 1);
    for _ in 0..2 {
        table.insert(1, counted()).expect("room");
    }
    table.insert(2, counted()).expect("room");
    drop(table.insert(2, counted()));
    assert_eq!(drops.get(), 2, "the one that did not fit");
    drop(table.remove_owned_by(1).next());
    assert_eq!(drops.get(), 4, "the one that was yielded, and the rest");
    assert_eq!(table.len(), 1);
    drop(table);
    assert_eq!(
        drops.get(),
        5,
        "what was left, and nothing of the retired slot"
    );
}
