//! What brings two domains together, and what takes them apart again.
//!
//! * [`Fsm`] is the protocol alone: six states for each side, the handshake, both ways to close,
//!   time-outs and peers that vanish or lie. It needs neither memory nor a store.
//! * `store` is a small tree of values that both sides read, write and watch, with the rules of
//!   Xen's store.
//! * `Membrane` manages all pores of a domain: it opens, accepts, closes and gives them away, and
//!   negotiates in a store, so that nobody else sees its paths.
//!
//! # The handshake
//!
//! The side that opens is the passive one: it maps what the other one, which is active, offers.
//!
//! | passive, in `data/warts/PEER` | active, in `data/straw/PEER` |
//! |---|---|
//! | makes the peer's `data/straw/ME` | |
//! | at once: `straw`, `state` = 2, and the peer's `warts` | |
//! | waits for 3 | `state` = 1, waits for 2 |
//! | | at once: `ring-ref-1` to `ring-ref-8`, `event-channel`, `state` = 3 |
//! | maps them, `state` = 4, waits for 4 | waits for 4 |
//! | | `state` = 4 |
//!
//! If both open at the same time, the one with the lower number becomes the active one, and takes
//! back what it began.

mod fsm;
#[cfg(feature = "membrane")]
mod key;
#[cfg(all(feature = "membrane", feature = "std"))]
pub mod local;
#[cfg(feature = "membrane")]
mod manager;
#[cfg(feature = "membrane")]
mod platform;
mod state;
#[cfg(feature = "membrane")]
pub mod store;
#[cfg(not(avm_loom))]
pub mod table;
#[cfg(all(feature = "std", target_os = "linux", not(avm_loom)))]
pub mod unix;

pub use crate::ring::Rights;
pub use crate::ring::State;
pub use fsm::{Action, Fsm, Input, Reason};
#[cfg(feature = "membrane")]
pub use key::{Key, Port};
#[cfg(feature = "membrane")]
pub use manager::{Config, HandleError, Membrane, NameError, Note, OpenError, Peers};
#[cfg(feature = "membrane")]
pub use platform::{Keys, Offer, Platform, REFS};
pub use state::Breach;
