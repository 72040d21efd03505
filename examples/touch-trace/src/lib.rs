//! Replays a touch trace from a modelled chip to an Erlang process.
//!
//! ```text
//! trace -> chip -> I2C -> sampler -> ring -> port -> process -> summary, picture
//! '----- the board -----'                   '-- the VM --'
//! ```
//!
//! [`run`] is the example proper: a process that opens the touch port of any
//! board, subscribes, and keeps what it is sent. [`main`] is the program
//! around it: options, the comparison of what came out with what went in, the
//! summary and the picture. [`replay`] makes a board of models do what the
//! options name; which board that is, is for the executable to say.
#![forbid(unsafe_code)]

mod args;
mod check;
mod error;
mod event;
mod latency;
mod picture;
mod program;
mod replay;
mod run;
mod summary;

pub use args::Options;
pub use check::{Flaw, compare};
pub use error::Error;
pub use event::{Counts, FaultCounts, events};
pub use program::{Recording, Replayed, default_speed, main};
pub use replay::replay;
pub use run::{Outcome, Reader, Received, Spectator, run};
