//! The straw port: messages between the Erlang nodes of one machine.
//!
//! A node listens under its name, by one port; each straw to another node is a port of its own, so
//! what happens to one concerns no other. A straw is what `pore` calls so: frames through shared
//! memory, and in each a message to a name that the other node has exported. Erlang's side of it
//! is `avm_straw`, which decides what becomes of each; docs/straw.md has the whole.
//!
//! A port is opened with one of three options, see [`Options`]:
//!
//! | option | the port |
//! |---|---|
//! | `listen` | listens under a node's name, and has the names that peers may send to |
//! | `connect` | asks a node of this name for a straw, and carries it |
//! | `arrival` | carries a straw that another node has asked for |
//!
//! | request | of | reply |
//! |---|---|---|
//! | `get_names` | one that listens | `{ok, Names}`, for the ports of straws |
//! | `{export, #{name => Name, pid => Pid}}` | | `ok` |
//! | `{unexport, #{name => Name}}` | | `ok` |
//! | `welcome` | a straw whose peer has said hello | `{ok, Outlet}` |
//! | `{refuse, exists \| glare \| full \| itself}` | | `ok`, and the port is gone |
//! | `check` | a straw | `alive` or `gone` |
//! | `{send, {Name, Message}}` | | `ok` |
//! | `room` | | `ok`, once sending is not refused |
//! | `get_stats` | | `{stats, Map}` |
//!
//! Its owner gets `{straw, Port, News}`:
//!
//! | `News` | when |
//! |---|---|
//! | `{arrival, Arrival}` | a node has asked for a straw: to be given to another port, which is its own |
//! | `{hello, Name}` | that node has said its name: to be welcomed or refused |
//! | `{open, Name, Outlet}` | the node that was asked has welcomed this one |
//! | `{closed, Reason, Undelivered}` | the straw is over, and so is its port |
//!
//! [`queue()`] is a NIF: a process of Erlang/OTP writes a message by itself if nothing stands before
//! it, or queues it, and the port writes all that was queued when it is woken.
//!
//! ```
//! use port_straw::StrawPort;
//!
//! let mut vm = vm_host::Vm::new();
//! let name = format!("doc.{}", std::process::id());
//! let port = vm.open::<StrawPort>(&format!("#{{listen => <<\"{name}\">>}}")).unwrap();
//! assert_eq!(vm.call(port, "{unexport, #{name => shell}}").to_string(), "{error,not_found}");
//! ```
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
