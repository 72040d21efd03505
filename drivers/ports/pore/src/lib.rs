//! The pore port: bytes through memory that two domains share.
//!
//! [`Pore`] is generic over where pores come from ([`Source`]): with the feature `unix`, from
//! other processes of Linux (`unix::Unix`). A port is one end of a pore, or a name that
//! others connect to. Only its owner has a say; all others are told `{error, not_owner}`.
//!
//! | request | reply |
//! |---|---|
//! | `connect` | `ok`, once both sides have the pore |
//! | `{accept, #{timeout => Ms \| infinity, active => Mode}}` | `{ok, Gift}`, at a port that listens |
//! | `read`, `{read, #{max => Bytes}}` | `{ok, Binary}`; what there is, at most 256 KiB |
//! | `{write, Binary}` | `{ok, Written}`; as many bytes as there was room for |
//! | `avail` | `{In, Out}` |
//! | `{notify_when, {in \| out, Bytes}}` | `now`, or `armed`: then comes one `{irq, Port}` |
//! | `{active, false \| true \| once \| 1..32767}` | `ok` |
//! | `get_info` | `{ok, Map}` |
//! | `poke` | `true` |
//! | `detach` | `{ok, Gift}`; the port ends |
//! | `close` | `true`; the port ends |
//!
//! A request of a pore that is over is answered `{error, {closed, Reason}}`, one in a direction
//! that it has no right to `{error, denied}`. What the peer sent before it left can still be read.
//!
//! | message to the owner | when |
//! |---|---|
//! | `{irq, Port}` | there is something to look at; one at most until `read`, `avail`, `notify_when` or `active` |
//! | `{pore, Port, Binary}` | if it is active: bytes |
//! | `{pore_passive, Port}` | the count of `active` is used up |
//! | `{closed, Port, Reason}` | once, when it is over; if it is active, after all bytes |
//!
//! A `Reason` is `peer`, `gone`, `restarted`, `{peer_error, Number}` or `{protocol, ring_index |
//! state | rights}`. How many bytes the peer did not read is in `get_info`.
//!
//! Options: see [`Options`]. A `Gift` is a pore between two ports, as a resource: `#{gift =>
//! Gift}` opens a port with it.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(feature = "unix")]
extern crate std;

mod connecting;
mod gift;
mod info;
mod listener;
mod options;
mod outlet;
mod port;
mod reason;
mod source;
#[cfg(feature = "unix")]
pub mod unix;

pub use gift::{GIFTS, Gift};
pub use options::{Access, Direction, Mode, Name, Options, Role, Terms};
pub use port::{Patience, Pore, Request, Wish};
pub use source::{Accepted, End, Facts, Source, Step};
