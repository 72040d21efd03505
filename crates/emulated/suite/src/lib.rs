//! What the ring has to stand in an emulator, whatever the machine.
//!
//! A [`Machine`] has a timer whose interrupt is due once a period. Its handler
//! is [`Source::interrupt`], which offers a numbered [`Event`] to a static ring
//! for every period that has passed; the foreground, [`run`], takes events out
//! in batches and compares what it got with what the handler says it offered.
//! The rate is doubled from 1 kHz until the ring overflows by itself, and at
//! every rate the interrupt is also masked for so long that it must overflow.
//!
//! Nothing here knows a machine: the same code runs under `cargo test`.

#![cfg_attr(target_os = "none", no_std)]
#![forbid(unsafe_code)]

mod event;
mod fault;
mod machine;
mod progress;
mod seeded;
mod source;
mod sweep;
mod tally;

pub use event::Event;
pub use fault::Fault;
pub use machine::Machine;
pub use progress::Progress;
pub use seeded::{SEEDED, Seeded};
pub use source::{Ring, SLOTS, Source};
pub use sweep::{LOWEST_HZ, run};
