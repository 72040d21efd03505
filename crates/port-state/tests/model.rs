//! The table beside a map that never forgets a handle.

use std::collections::{HashMap, HashSet};

use port_state::{Full, Handle, Table};
use proptest::prelude::*;
use proptest::sample::Index;

const SLOTS: usize = 5;

/// What to do with a table; an [`Index`] picks one of all handles ever seen.
#[derive(Clone, Debug)]
enum Step {
    Insert { owner: u8 },
    Remove(Index),
    Change(Index),
    RemoveOwnedBy { owner: u8, yielded: usize },
    Forge(u32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_u8).prop_map(|owner| Step::Insert { owner }),
        4 => any::<Index>().prop_map(Step::Remove),
        2 => any::<Index>().prop_map(Step::Change),
        1 => (0..3_u8, 0..4_usize)
            .prop_map(|(owner, yielded)| Step::RemoveOwnedBy { owner, yielded }),
        2 => any::<u32>().prop_map(Step::Forge),
        1 => (0..0x2000_u32).prop_map(Step::Forge),
    ]
}

/// What the table should hold.
#[derive(Default)]
struct Model {
    live: HashMap<Handle, (u8, u64)>,
    seen: Vec<Handle>,
    inserted: u64,
}

impl Model {
    fn pick(&self, index: &Index) -> Option<Handle> {
        (!self.seen.is_empty()).then(|| *index.get(&self.seen))
    }
}

/// Slots of 3 bits of generation: they are soon used up.
type Short = Table<u64, u8, 3>;

fn do_step(step: &Step, model: &mut Model, table: &mut Short) {
    match step {
        Step::Insert { owner } => insert(*owner, model, table),
        Step::Remove(index) => {
            let Some(handle) = model.pick(index) else {
                return;
            };
            let expected = model.live.remove(&handle).map(|(_, value)| value);
            assert_eq!(table.remove(handle), expected);
        }
        Step::Change(index) => {
            let Some(handle) = model.pick(index) else {
                return;
            };
            let expected = model.live.get_mut(&handle).map(|(_, value)| value);
            let found = table.get_mut(handle);
            assert_eq!(found, expected);
            if let Some((_, value)) = model.live.get_mut(&handle) {
                *value += 1000;
                *table.get_mut(handle).expect("just found") += 1000;
            }
        }
        Step::RemoveOwnedBy { owner, yielded } => {
            let taken: Vec<u64> = table.remove_owned_by(*owner).take(*yielded).collect();
            let owned = |(_, (of, _)): &(&Handle, &mut (u8, u64))| of == owner;
            let expected: HashSet<u64> = model
                .live
                .iter_mut()
                .filter(owned)
                .map(|(_, (_, value))| *value)
                .collect();
            assert_eq!(taken.len(), expected.len().min(*yielded));
            assert!(taken.iter().all(|value| expected.contains(value)));
            model.live.retain(|_, (of, _)| of != owner);
        }
        Step::Forge(bits) => {
            if let Some(forged) = Handle::from_bits(*bits) {
                assert_eq!(
                    table.get(forged),
                    model.live.get(&forged).map(|(_, value)| value)
                );
            }
        }
    }
}

fn insert(owner: u8, model: &mut Model, table: &mut Short) {
    let value = model.inserted;
    model.inserted += 1;
    let capacity = table.capacity();
    match table.insert(owner, value) {
        Ok(handle) => {
            assert!(
                !model.seen.contains(&handle),
                "{handle:?} was given out before"
            );
            model.seen.push(handle);
            model.live.insert(handle, (owner, value));
            assert!(model.live.len() <= capacity);
        }
        Err(Full(back)) => {
            assert_eq!(back, value);
            assert_eq!(model.live.len(), capacity, "refused with room left");
        }
    }
}

fn check(model: &Model, table: &Short) {
    assert_eq!(table.len(), model.live.len());
    assert_eq!(table.is_empty(), model.live.is_empty());
    for handle in &model.seen {
        let expected = model.live.get(handle);
        assert_eq!(table.get(*handle), expected.map(|(_, value)| value));
        assert_eq!(table.owner(*handle), expected.map(|(owner, _)| *owner));
    }
    let listed: HashMap<Handle, u64> = table
        .iter()
        .map(|(handle, value)| (handle, *value))
        .collect();
    let expected: HashMap<Handle, u64> = model
        .live
        .iter()
        .map(|(handle, (_, value))| (*handle, *value))
        .collect();
    assert_eq!(listed, expected);
}

proptest! {
    #[test]
    fn is_a_map_that_never_gives_a_handle_twice(
        steps in prop::collection::vec(step(), 0..250),
    ) {
        let mut table = Short::try_with_bits(SLOTS).expect("memory");
        let mut model = Model::default();
        for step in &steps {
            do_step(step, &mut model, &mut table);
            check(&model, &table);
        }
    }

    #[test]
    fn bits_and_handles_go_both_ways(bits in any::<u32>()) {
        let valid = (1 << 8..1 << 27).contains(&bits);
        prop_assert_eq!(Handle::from_bits(bits).map(Handle::to_bits), valid.then_some(bits));
    }
}
