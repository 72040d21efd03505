//! Port state behind generation-checked slab handles.
//!
//! A port's own state (hardware handles, timers, buffers) lives in a [`Table`]. What leaves the
//! table is a [`Handle`] of four bytes, which fits a small integer of a 32-bit AtomVM, so that it
//! can cross into C or Erlang and come back late, twice or forged: it then finds nothing, never
//! another's state.
//!
//! ```
//! use port_state::Table;
//!
//! let mut table = Table::try_with_capacity(4)?;
//! let owner = 7;
//! let handle = table.insert(owner, "timer").unwrap();
//! assert_eq!(table.get(handle), Some(&"timer"));
//!
//! assert_eq!(table.remove(handle), Some("timer"));
//! assert_eq!(table.get(handle), None);
//! # Ok::<(), port_state::OutOfMemory>(())
//! ```
//!
//! The table allocates once, when it is made; after that nothing here allocates or panics.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod error;
mod handle;
mod table;

pub use error::{Full, OutOfMemory};
pub use handle::{GENERATION_BITS, Handle, MAX_SLOTS, SLOT_BITS};
pub use table::Table;
