//! Takes blocks that an interrupt fills: a stream that Erlang reads.
//!
//! ```text
//! interrupt --> pool --> port --{stream, Port, Binary}--> taker, keeper
//! ```
//!
//! [`stream_port`] is the driver, and what there is to copy. Here is who uses it: a [`Taker`]
//! reads blocks and lets go of them, another process keeps some for ever, and at last nobody
//! takes any. [`main`] is the program around them.
#![forbid(unsafe_code)]

mod args;
mod block;
mod board;
mod program;
mod report;
mod streaming;
mod taker;

pub use args::Options;
pub use block::Block;
pub use board::{Board, CAPACITY, SIZE};
pub use program::main;
pub use report::Report;
pub use streaming::run;
pub use taker::{Taken, Taker};
