//! One face over our ring and table and over those of others.
//!
//! [`Ring`] and [`Table`] are as thin as they can be: every counting program
//! calls the real API of each crate through them, and inlines the rest away.

#![no_std]

extern crate alloc;

pub mod event;
pub mod rings;
pub mod tables;

pub use event::{BATCH, Event, SLOTS};
pub use rings::{Pop, Push, Ring};
pub use tables::{State, Table};
