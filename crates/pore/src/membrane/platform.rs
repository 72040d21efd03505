//! What a membrane needs of the machine: memory and doorbells to offer.

use alloc::vec::Vec;

use super::Key;

/// How many references an offer has.
pub const REFS: usize = 8;

/// What the active side gives: numbers that its platform and the peer's understand, such as grants
/// and an event channel, and nobody else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Offer {
    /// The memory.
    pub refs: [u32; REFS],
    /// The doorbell.
    pub channel: u32,
}

/// What both sides want of the stream that flows through a pore, as it stands in the store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// How messages are written.
    pub format: Option<Vec<u8>>,
    /// How long a frame may be.
    pub max_frame: Option<Vec<u8>>,
}

/// Makes, maps and takes down what pores consist of.
pub trait Platform {
    /// One end of a pore.
    type Pore;
    /// Why something could not be done.
    type Error: core::fmt::Debug;

    /// Makes memory and doorbell for a peer: the active side.
    ///
    /// # Errors
    ///
    /// There is none left. Nothing stays behind.
    fn offer(&mut self, key: Key) -> Result<(Offer, Self::Pore), Self::Error>;

    /// Maps what the peer offers: the passive side. The offer may be a lie.
    ///
    /// # Errors
    ///
    /// It cannot be mapped. Nothing stays behind.
    fn map(&mut self, key: Key, offer: &Offer) -> Result<Self::Pore, Self::Error>;

    /// Takes an end down, in this order: mask the doorbell, close it, give up the mapping, free.
    /// If the peer still maps what this side made, the pages are set aside, never used again while
    /// it does, and this does not wait. How many bytes were written that the peer did not read.
    fn release(&mut self, key: Key, pore: Self::Pore) -> u64;
}
