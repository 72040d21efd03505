//! The ring and the table.

use core::sync::atomic::AtomicU8;

use class_touch::TouchEvent;
use isr_ring::{Consumer, EventRing, Producer};
use port_state::{Handle, Table};

/// Events and entries that both are asked to hold.
const SLOTS: usize = 64;

/// A ring of touch events, 16 bytes each.
// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_ring")]
static RING: EventRing<TouchEvent, SLOTS> = EventRing::new();

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_ring_push")]
extern "C" fn push(end: &mut Producer<'static, TouchEvent, SLOTS>, event: &TouchEvent) -> bool {
    end.push(*event).is_ok()
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_ring_pop")]
extern "C" fn pop(end: &mut Consumer<'static, TouchEvent, SLOTS>, event: &mut TouchEvent) -> bool {
    end.pop().map(|popped| *event = popped).is_some()
}

/// A table of words, each with its owner.
type Words = Table<usize, u32>;

/// As much as its slots take, which a port has on the heap.
// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_table")]
static SLOTS_OF_TABLE: [AtomicU8; SLOTS * Words::SLOT_BYTES] =
    [const { AtomicU8::new(0) }; SLOTS * Words::SLOT_BYTES];

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_table_insert")]
extern "C" fn insert(table: &mut Words, word: usize, owner: u32) -> u32 {
    table.insert(owner, word).map_or(0, Handle::to_bits)
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_table_get")]
extern "C" fn get(table: &Words, bits: u32) -> Option<&usize> {
    table.get(Handle::from_bits(bits)?)
}

// SAFETY: the name is used once in the program.
#[unsafe(export_name = "footprint_table_remove")]
extern "C" fn remove(table: &mut Words, bits: u32) -> bool {
    Handle::from_bits(bits).is_some_and(|handle| table.remove(handle).is_some())
}
