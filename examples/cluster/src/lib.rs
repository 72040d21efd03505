//! One Erlang/OTP node with the touch panels and speakers of many.
//!
//! The application is Erlang, in `erl`; docs/cluster.md describes it. This crate starts it with
//! device nodes on one machine: [`Site`] has what all nodes need, the code and an epmd of its own;
//! [`Device`] is a device node; [`Hub`] is the node that finds them. Each ends when it is dropped,
//! and the system ends all of them when the starter is killed.
#![forbid(unsafe_code)]

mod args;
mod atomvm;
mod code;
mod demo;
mod device;
mod hub;
mod left;
mod lines;
mod needs;
mod process;
mod site;
mod sweep;
mod trace;

pub use args::{HELP, Options, USAGE, read};
pub use atomvm::atomvm;
pub use code::{Code, atomvm_bundle, compile, make_bundle, modules};
pub use demo::run;
pub use device::{Board, Device, Machine};
pub use hub::{Hub, Row};
pub use left::left_running;
pub use lines::Lines;
pub use needs::programs;
pub use process::{Running, bound, start};
pub use site::Site;
pub use trace::{Rate, trace};
