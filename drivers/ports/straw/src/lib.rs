//! The straw port: messages between the Erlang nodes of one machine.
//!
//! A node listens under its name, by one port; each straw to another node is a port of its own, so
//! what happens to one concerns no other. A straw is what `pore` calls so: frames through shared
//! memory, and in each a message to a name that the other node has exported.
#![forbid(unsafe_code)]

mod atoms;
mod decode;
mod encode;
mod greeting;
mod json;
mod link;
mod listener;
mod names;
mod nif;
mod options;
mod outlet;
mod port;
mod reason;
mod stats;
mod stream;

pub use listener::{ARRIVALS, Arrival};
pub use names::{NAMES, Names};
pub use nif::queue;
pub use options::{MAX_NODE, Options, Refused, Request, Spoken};
pub use outlet::{OUTLETS, Outlet, Sent};
pub use port::StrawPort;
