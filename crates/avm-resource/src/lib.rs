//! Rust values that Erlang holds: counted by the VM, dropped once.
//!
//! A type that implements [`Resource`] can be handed to Erlang: [`ResourceArc`] is one holder of
//! a value, and so is each term made of it, wherever the term is copied to. When the last holder
//! lets go, whichever it is, the value is dropped.
//!
//! ```
//! use std::sync::atomic::{AtomicU8, Ordering};
//!
//! use avm_resource::{Resource, ResourceArc};
//! use avm_term::{FromTerm, OwnedEnv};
//! # use vm_host as _;
//!
//! /// What a display is set to; the backlight may change while others hold it.
//! struct Config {
//!     width: u16,
//!     backlight: AtomicU8,
//! }
//!
//! impl Resource for Config {
//!     const NAME: &'static str = "config";
//! }
//!
//! /// `#{config => Resource}`: any other term is answered `{error, bad_resource}`.
//! #[derive(FromTerm)]
//! struct Options {
//!     config: ResourceArc<Config>,
//! }
//!
//! let backlight = AtomicU8::new(128);
//! let config = ResourceArc::try_new(Config { width: 320, backlight }).unwrap();
//!
//! let heap = OwnedEnv::new().unwrap();
//! let term = heap.env().make(&config).unwrap();
//! let again: ResourceArc<Config> = term.get().unwrap();
//! again.backlight.store(255, Ordering::Relaxed);
//! assert_eq!(config.backlight.load(Ordering::Relaxed), 255);
//! assert_eq!(again.width, 320);
//! ```
//!
//! # What may change inside
//!
//! Holders on several threads share a value, so they see `&T`. What changes is an atomic, or is
//! behind a mutex: one that is held for a few instructions and never across a call of the VM,
//! because a scheduler that waits for it runs no process meanwhile.
//!
//! # Where `Drop` and `down` run
//!
//! On the thread that lets go last, or that a process ends on: a scheduler in the middle of a
//! garbage collection, a port's callback, a thread of your own. No lock of the VM is held that
//! they could need. They have no environment: they put hardware to rest, give a block back, ring
//! a bell. A value that outlives its VM is not dropped.
#![no_std]

mod arc;
mod binary;
mod borrow;
mod class;
mod counters;
mod monitor;
mod resource;
mod sugar;

pub use arc::{NoMemory, ResourceArc};
pub use binary::{BINARIES, ResourceBinary};
pub use borrow::ResourceRef;
pub use counters::{Counters, Counts, OTHERS};
pub use monitor::{Down, Monitor};
pub use resource::Resource;
pub use sugar::ResourceType;

pub use avm_term::vm::MonitorError;

#[doc(hidden)]
pub use avm_term;
