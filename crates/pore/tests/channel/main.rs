//! Channels: packets between two sides, and a side that lies.

mod common;
mod hostile;
mod packets;
mod rights;
mod rumpk;
