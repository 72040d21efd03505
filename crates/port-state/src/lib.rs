//! Port state behind four-byte handles that notice when they are stale.
//!
//! A [`Table`] keeps values in the slots of a [slab] and gives out a
//! [`Handle`] for each. The handle is an integer that a VM can keep for as
//! long as it likes: it carries the generation of its slot, so once the value
//! is removed it finds nothing, even if the slot is in use again. A slot whose
//! generations are used up is retired, so no handle ever comes back to life.
//!
//! Memory is allocated once, when the table is made.
//!
//! # Examples
//!
//! ```
//! use port_state::Table;
//!
//! let mut table = Table::try_with_capacity(2)?;
//! let (pid, other) = (42, 43);
//! let touch = table.insert(pid, "touch")?;
//! let audio = table.insert(other, "audio")?;
//! assert_eq!(table.insert(pid, "spi").unwrap_err().0, "spi");
//!
//! assert_eq!(table.get(touch), Some(&"touch"));
//! assert_eq!(table.remove(touch), Some("touch"));
//! assert_eq!(table.remove(touch), None);
//!
//! let removed: Vec<_> = table.remove_owned_by(other).collect();
//! assert_eq!(removed, ["audio"]);
//! assert_eq!(table.get(audio), None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [slab]: https://docs.rs/slab/0.4

#![no_std]

extern crate alloc;

mod entry;
mod error;
mod handle;
mod owned;
mod table;

pub use error::{CapacityError, Full};
pub use handle::Handle;
pub use owned::RemoveOwnedBy;
pub use table::Table;
