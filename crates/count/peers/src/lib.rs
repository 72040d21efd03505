//! One face over our rings, table and codec and over those of others.
//!
//! [`Ring`], [`Stream`], [`Table`] and `Terms` are as thin as they can be: every counting program
//! calls the real API of each crate through them, and inlines the rest away.

#![no_std]

extern crate alloc;

pub mod blocks;
pub mod event;
pub mod rings;
pub mod streams;
pub mod tables;
#[cfg(not(target_os = "none"))]
pub mod terms;

pub use blocks::Pool;
pub use event::{BATCH, Event, SLOTS};
pub use rings::{Pop, Push, Ring};
pub use streams::Stream;
pub use tables::{State, Table};
