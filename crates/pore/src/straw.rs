//! Messages between named processes, over any two streams of bytes.
//!
//! A straw is what LING called so: frames of a length and a payload, and in each an envelope,
//! `{envelope, Addressee, Message}` or `{"addr": .., "msg": ..}`. A [`Straw`] has a [`Pipe`] to
//! write to and read from, such as the [link](crate::ring::Link) of a pore.
//!
//! What a peer sends never makes an atom, never reaches a name that was not
//! [exported](Exports::export), and never takes more memory than a frame may have. What is refused
//! is counted by its [`Reject`]; only what can not be a frame ends the straw.
//!
//! # On the wire
//!
//! | bytes | |
//! |---|---|
//! | 4 | length of the payload, big-endian, 0 to the [agreed](Terms) maximum |
//! | length | the payload: an envelope in the agreed [`Format`] |
//!
//! # Examples
//!
//! ```
//! use core::ops::ControlFlow;
//! use pore::legacy::StrawPages;
//! use pore::straw::{Exports, Inbound, Message, Straw, Terms};
//!
//! let mut pages = StrawPages::new();
//! let (active, passive) = pages.ends()?;
//! let mut here = Straw::new(active, Terms::DEFAULT);
//! let mut there = Straw::new(passive, Terms::DEFAULT);
//!
//! let mut exports = Exports::new(8);
//! exports.export("shell", 1)?;
//! let inbound = Inbound::new(&exports);
//!
//! here.send_term("shell", "hello")?;
//! here.send_term("init", "stop")?;
//! here.turn(4096, &inbound, |_, _| ControlFlow::Continue(()))?;
//! let mut heard = Vec::new();
//! there.turn(4096, &inbound, |process, message| {
//!     if let Message::Term(term) = message {
//!         heard.push((*process, term.as_bytes().to_vec()));
//!     }
//!     ControlFlow::Continue(())
//! })?;
//! assert_eq!(heard, [(1, b"m\0\0\0\x05hello".to_vec())]);
//! assert_eq!(there.stats().rejects.total(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod envelope;
mod exports;
mod flow;
mod format;
mod frame;
mod json;
mod reject;
mod send;

pub use crate::pipe::Pipe;
pub use envelope::{Inbound, Message};
pub use exports::{ExportError, Exports, MAX_NAME};
pub use flow::{Closed, Stats, Straw, Turn};
pub use format::{DEFAULT_MAX_FRAME, Format, Offer, OfferError, Terms, Water};
pub use frame::{Deframer, FrameError, HEADER_BYTES};
pub use reject::{Reject, Rejects};
pub use send::SendError;
