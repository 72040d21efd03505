//! Shared pages and doorbells between domains, safe against a peer that lies.
//!
//! A pore joins two domains that do not trust each other: two processes, two
//! cores, two guests. Each has a region of memory that it writes and the other
//! reads. Whatever a peer leaves in its region, its reads and writes are data,
//! back-pressure, or a typed end of the pore.

#![no_std]

#[cfg(any(test, feature = "std", avm_loom))]
extern crate std;

#[cfg(any(feature = "straw", feature = "membrane"))]
extern crate alloc;

pub mod any;
pub mod channel;
pub mod doorbell;
pub mod layout;
pub mod legacy;
#[cfg(feature = "std")]
pub mod local;
pub mod membrane;
pub mod memory;
pub mod pipe;
pub mod ring;
#[cfg(feature = "straw")]
pub mod straw;
mod sync;
pub mod wait;

#[cfg(avm_loom)]
#[doc(hidden)]
pub mod model {
    //! What the exploration of the protocol needs to see of it.
    pub use crate::sync::model::*;
}
