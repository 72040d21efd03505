//! Streams of bytes: what a straw flows through, and the messages of a store.

use crate::doorbell::Doorbell;
use crate::legacy::{ByteEnd, RingCorrupt};
use crate::memory::{Memory, Own};
use crate::ring::{Closed, Link};

/// A stream of bytes in each direction. Neither call waits.
pub trait Pipe {
    /// Why a direction is over.
    type Error: Copy + core::fmt::Debug;

    /// Writes as many bytes as there is room for, and says how many.
    ///
    /// # Errors
    ///
    /// The direction is over; no later call writes anything.
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Self::Error>;

    /// Reads as many bytes as there are, at most as many as there is room for, and says how many.
    ///
    /// # Errors
    ///
    /// The direction is over, and all that came before was read.
    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Self::Error>;
}

impl<P: Pipe + ?Sized> Pipe for &mut P {
    type Error = P::Error;

    fn write(&mut self, bytes: &[u8]) -> Result<usize, Self::Error> {
        (**self).write(bytes)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Self::Error> {
        (**self).read(bytes)
    }
}

impl<O: Own, P: Memory, B: Doorbell> Pipe for Link<O, P, B> {
    type Error = Closed;

    fn write(&mut self, bytes: &[u8]) -> Result<usize, Closed> {
        self.producer.write(bytes)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, Closed> {
        self.consumer.read(bytes)
    }
}

impl Pipe for ByteEnd<'_> {
    type Error = RingCorrupt;

    fn write(&mut self, bytes: &[u8]) -> Result<usize, RingCorrupt> {
        ByteEnd::write(self, bytes)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<usize, RingCorrupt> {
        ByteEnd::read(self, bytes)
    }
}
