//! Events and streams out of an interrupt, by loads and stores only.
//!
//! An [`EventRing`] is a queue of `N` small `Copy` events between exactly one
//! producer, typically an interrupt handler, and exactly one consumer,
//! typically a task. Slots and grants are [bbqueue]'s, under a coordination of
//! our own: two free-running indices, each written by one side only.
//!
//! * [`Producer::push`], [`Consumer::pop`] and their batches load and store.
//!   They hold no compare-and-swap, no critical section, no allocation, no
//!   division, no call of `memcpy` and no way to panic, so they may stand in
//!   an interrupt handler of any priority.
//! * All `N` slots are usable.
//! * What does not fit is handed back and counted: at every quiet point
//!   `offered == delivered + dropped + queued` ([`Stats`]).
//! * A [`Doorbell`] is rung when the ring was empty, and only then; no wake-up
//!   is lost ([`Producer::push_ringing`]).
//!
//! For streams there are a [`ByteRing`], whose bytes are granted to be written
//! and read in place, and a [`BlockPool`], whose filled blocks are owned by
//! whoever takes them, for as long as they like.
//!
//! Everything builds for cores without compare-and-swap (ARMv6-M, RV32IMC)
//! and needs no feature there; see [`EventRing::split`] for its one fine
//! point on such cores.
//!
//! Instructions of a successful call with events of 16 bytes, optimised for
//! speed, as `just count` measures them:
//!
//! | | push | pop | push, of a batch of 64 | pop, of a batch of 64 |
//! |---|---|---|---|---|
//! | x86-64, loop and event included | 14 | 11 | 5 | 5 |
//! | Cortex-M4 | 24 | 24 | 7 | 7 |
//! | Cortex-M0 | 25 | 34 | 11 | 11 |
//! | RV32IMC | 24 | 32 | 12 | 12 |
//!
//! # Examples
//!
//! ```
//! use isr_ring::EventRing;
//!
//! #[derive(Clone, Copy, Debug, PartialEq)]
//! struct Sample {
//!     time_us: u64,
//!     value: u16,
//! }
//!
//! static RING: EventRing<Sample, 4> = EventRing::new();
//!
//! let (mut producer, mut consumer) = RING.split().expect("not split before");
//!
//! // In the interrupt handler:
//! for value in 0..5 {
//!     let sample = Sample { time_us: 10, value };
//!     let _lost = producer.push(sample);
//! }
//!
//! // In the task:
//! assert_eq!(consumer.pop(), Some(Sample { time_us: 10, value: 0 }));
//! let stats = consumer.stats();
//! assert_eq!((stats.offered, stats.delivered, stats.dropped, stats.queued), (5, 1, 1, 3));
//! ```
//!
//! [bbqueue]: https://docs.rs/bbqueue/0.7

#![no_std]

#[cfg(any(test, avm_loom))]
extern crate std;

mod aligned;
mod apart;
mod bytes;
mod claim;
mod consumer;
mod coord;
mod doorbell;
mod ends;
mod pool;
mod producer;
mod queue;
mod reset;
mod ring;
#[cfg_attr(
    not(avm_loom),
    allow(
        dead_code,
        unreachable_pub,
        reason = "for cores without compare-and-swap, and for the model"
    )
)]
mod splitter;
mod stats;
mod storage;
mod sync;
#[cfg(all(test, not(avm_loom)))]
mod tests;

pub use bytes::{
    ByteConsumer, ByteProducer, ByteRing, ByteStats, ReadGrant, WriteGrant, reset_bytes,
};
pub use consumer::Consumer;
pub use doorbell::Doorbell;
pub use pool::{Block, BlockPool, Blocks, FillBlock, Filler, LentBlock, PoolStats, reset_pool};
pub use producer::Producer;
pub use reset::{ResetError, reset};
pub use ring::EventRing;
pub use stats::Stats;

#[cfg(avm_loom)]
#[doc(hidden)]
pub mod model {
    //! What the exploration of the protocol needs to see of it.
    pub use crate::splitter::Splitter;
    pub use crate::sync::model::*;
}
