//! Erlang terms that cannot outlive their heap, and the VM interface.
//!
//! An [`Env`] is a place where terms live; a [`Term`] borrows it. What a native function gets
//! from Erlang it reads through [`FromTerm`]; what it answers it writes through [`IntoTerm`].
//! Both have derives, so that most drivers never take a term apart by hand:
//!
//! ```
//! use avm_term::{FromTerm, IntoTerm};
//!
//! /// `#{volume => 0..255, muted => boolean()}`; `muted` may be left out.
//! #[derive(FromTerm)]
//! struct Settings {
//!     #[avm(range = 0..=255)]
//!     volume: u8,
//!     #[avm(default)]
//!     muted: bool,
//! }
//!
//! /// `pause | {set, #{...}}`
//! #[derive(FromTerm)]
//! enum Request {
//!     Pause,
//!     Set(Settings),
//! }
//!
//! /// `#{queued => N}`
//! #[derive(IntoTerm)]
//! struct Stats {
//!     queued: u32,
//! }
//! ```
//!
//! # One VM interface, three providers
//!
//! Terms are made by a virtual machine, and this crate knows none. It declares a small list of
//! operations, the trait [`vm::Vm`]; exactly one crate of the final artefact provides them, and
//! says so with [`set_vm!`]. A library that only reads and writes terms never names a VM. Without
//! a provider the artefact does not link, and the missing symbols are called
//! `avm_no_vm_provider__use_set_vm__*`; with two providers the symbols clash.
//!
//! # Two passes, one description
//!
//! An [`IntoTerm`] value is described once, to a [`Builder`]. [`Env::make`] runs the description
//! twice: the first pass adds up heap words, then the heap is reserved in one piece, then the
//! second pass writes. A description that changes its mind between the passes costs a second
//! reservation, never memory safety.
//!
//! The same description is written as bytes, for another machine, by [`etf`].
#![no_std]

#[cfg(feature = "derive")]
extern crate self as avm_term;

extern crate alloc;

mod atom;
mod build;
mod env;
pub mod etf;
mod from;
mod into;
mod invalid;
mod list;
mod map;
mod options;
mod outcome;
mod owned;
mod port;
mod send;
mod term;
mod text;
mod value;
pub mod vm;

pub use atom::{AtomName, StaticAtom, prefixed};
pub use build::{BuildError, Builder, Describe};
pub use env::Env;
pub use from::FromTerm;
pub use into::{IntoTerm, List};
pub use invalid::Invalid;
pub use list::ListIter;
pub use map::MapIter;
pub use options::{Command, Options};
pub use outcome::{Outcome, Raise, Raised};
pub use owned::{OwnedEnv, OwnedTerm};
pub use port::{PortId, now_us};
pub use send::SendError;
pub use term::{Kind, Pid, Term};
pub use text::{Bytes, MAX_FLAT_BYTES, Text};
pub use value::{MAX_DEPTH, ParseError, Value, ValueMap};

#[cfg(feature = "derive")]
pub use avm_derive::{FromTerm, IntoTerm};
