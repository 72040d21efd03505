//! Streams of bytes: whole runs of them are granted, and never copied.

mod consumer;
mod coord;
mod ends;
mod producer;
mod reset;
mod ring;
mod stats;

pub use consumer::ByteConsumer;
pub use ends::{ReadGrant, WriteGrant};
pub use producer::ByteProducer;
pub use reset::reset_bytes;
pub use ring::ByteRing;
pub use stats::ByteStats;

use crate::aligned::Aligned;
use crate::queue::Queue;

/// The queue of a ring of bytes.
type ByteQueue<const N: usize> = Queue<Aligned<N>, coord::ByteCoord<N>>;
