//! Each table as four C functions.

use core::mem::MaybeUninit;

use count_peers::tables::{PortState, Slab, SlotMap};
use count_peers::{State, Table};

/// Exports `NAME_start`, `NAME_insert`, `NAME_get`, `NAME_remove`.
macro_rules! table {
    ($name:literal, $module:ident, $table:ty) => {
        mod $module {
            use super::*;

            type Key = <$table as Table>::Key;

            // SAFETY: the name is used once in this program.
            #[unsafe(export_name = concat!($name, "_start"))]
            extern "C" fn start(home: &mut MaybeUninit<$table>) -> bool {
                <$table>::empty().map(|empty| home.write(empty)).is_some()
            }

            // SAFETY: the name is used once in this program.
            #[unsafe(export_name = concat!($name, "_insert"))]
            extern "C" fn insert(
                table: &mut $table,
                state: &State,
                key: &mut MaybeUninit<Key>,
            ) -> bool {
                table.insert(*state).map(|new| key.write(new)).is_some()
            }

            // SAFETY: the name is used once in this program.
            #[unsafe(export_name = concat!($name, "_get"))]
            extern "C" fn get<'a>(table: &'a $table, key: &Key) -> Option<&'a State> {
                table.get(*key)
            }

            // SAFETY: the name is used once in this program.
            #[unsafe(export_name = concat!($name, "_remove"))]
            extern "C" fn remove(
                table: &mut $table,
                key: &Key,
                state: &mut MaybeUninit<State>,
            ) -> bool {
                table.remove(*key).map(|old| state.write(old)).is_some()
            }
        }
    };
}

table!("port_state", port_state, PortState);
table!("slab", slab, Slab);
table!("slotmap", slotmap, SlotMap);
